import { readFileSync } from 'node:fs'

/** The fields of /proc/PID/status by name, their values as written there. undefined when there is no such process. */
export function statusOf(pid: number | 'self'): Readonly<Record<string, string>> | undefined {
  const text = readIfThere(`/proc/${pid}/status`)
  if (text === undefined) return undefined
  const fields: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 1).trim()
  }
  return fields
}

/** A file's text; undefined when it is not there or may not be read. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
