/** The checks, in the order in which they are told. The names are stable: programs find a check by its name. */
export const FINDING_NAMES = [
  'linux',
  'node',
  'architecture',
  'ffi',
  'memfd',
  'attach',
  'huge-pages',
  'address-space',
  'open-files',
  'locked-memory',
  'processors',
  'memory',
  'overcommit',
  'io-uring',
  'dma',
  'fuse',
  'userfaultfd',
  'openmpi',
  'mpich',
] as const

export type FindingName = (typeof FINDING_NAMES)[number]

/** `ok`: nothing is missing; `limited`: it works, with less than it could; `no`: it is not there, or not permitted. */
export type Status = 'ok' | 'limited' | 'no'

/** Something to do about a finding. */
export interface Change {
  /** What to type, exactly. */
  readonly command: string
  /** Where and by whom, and what else is to be known before typing it. */
  readonly note: string
}

/** What one check found. All texts are sentences for people; {@link facts} are for programs. */
export interface Finding {
  readonly name: FindingName
  readonly status: Status
  /** What was found. */
  readonly found: string
  /** Why it is so. */
  readonly why: string
  /** What crossmem does therefore. */
  readonly effect: string
  /** What would change it; empty where nothing needs to be changed. */
  readonly change: readonly Change[]
  /** The figures and settings that the check looked at; null for what this machine does not tell. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>
}

/** A list in words: `a`, `a and b`, `a, b and c`. */
export function inWords(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** Why an attempt gave nothing, from the message of the error that ended it. */
export function failed(message: string): string {
  return `The attempt failed: ${message.replace(/\.$/, '')}.`
}
