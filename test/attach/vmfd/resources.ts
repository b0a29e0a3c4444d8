import { readdirSync, readFileSync } from 'node:fs'

/** What a process must not have more of after many rounds than before. */
export interface Held {
  descriptors: number
  mappings: number
  threads: number
  mounts: number
}

/** What this process holds now. */
export function held(): Held {
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    // Of memory files: V8 comes and goes with others.
    mappings: readFileSync('/proc/self/maps', 'utf8').split('/memfd:').length,
    threads: readdirSync('/proc/self/task').length,
    mounts: readFileSync('/proc/self/mounts', 'utf8').split('\n').length,
  }
}

/** What this process holds more of than before, and how many. */
export function leaked(before: Held): Partial<Held> {
  const after = held()
  const more = Object.entries(after).filter(([name, count]) => count > before[name as keyof Held])
  return Object.fromEntries(more)
}
