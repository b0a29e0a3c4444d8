import { readFileSync } from 'node:fs'

/** Reads a file of /proc or /sys as text; null where it is missing or forbidden. */
export type ReadText = (path: string) => string | null

export const readText: ReadText = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** A file that holds one whole number; null where it is missing or holds something else. */
export function readNumber(read: ReadText, path: string): number | null {
  const text = read(path)?.trim()
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : null
}

/** The value of a `Name:   value` line, as /proc/self/status and /proc/meminfo have them. */
export function field(text: string | null, name: string): string | null {
  const line = text?.split('\n').find((candidate) => candidate.startsWith(`${name}:`))
  return line?.slice(name.length + 1).trim() ?? null
}

/** A field that holds a whole number. */
export function numberField(text: string | null, name: string): number | null {
  const value = field(text, name)
  return value !== null && /^\d+$/.test(value) ? Number(value) : null
}

/** A `12 kB` field of /proc/meminfo, in bytes. */
export function bytesField(text: string | null, name: string): number | null {
  const match = /^(\d+) kB$/.exec(field(text, name) ?? '')
  return match === null ? null : Number(match[1]) * 1024
}

/** Capabilities by number, as linux/capability.h has them. */
export const CAPABILITY = { SYS_PTRACE: 19, SYS_ADMIN: 21 } as const

/** Whether the text of /proc/self/status says that a capability is in effect. */
export function hasCapability(status: string | null, capability: number): boolean {
  const mask = field(status, 'CapEff')
  return mask !== null && ((BigInt(`0x${mask}`) >> BigInt(capability)) & 1n) === 1n
}

/** Whether the text of /proc/self/uid_map is another mapping than that of the machine's first user namespace. */
export function isInUserNamespace(uidMap: string | null): boolean {
  return uidMap !== null && uidMap.trim().split(/\s+/).join(' ') !== '0 0 4294967295'
}

/**
 * The soft and the hard limit of a line of /proc/self/limits, in the line's unit; Infinity for `unlimited`.
 * @param name as the file has it, such as `Max open files`
 */
export function limit(limits: string | null, name: string): { soft: number; hard: number } | null {
  const line = limits?.split('\n').find((candidate) => candidate.startsWith(name))
  const words = line?.slice(name.length).trim().split(/\s+/)
  if (words === undefined || words.length < 2) return null
  const [soft, hard] = words.map((word) => (word === 'unlimited' ? Number.POSITIVE_INFINITY : Number(word)))
  return { soft, hard }
}

/** A limit as a fact: Infinity has no JSON, and becomes a word. */
export function limitFact(value: number | null): number | string | null {
  return value === Number.POSITIVE_INFINITY ? 'unlimited' : value
}
