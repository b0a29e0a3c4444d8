import { readdirSync, readFileSync } from 'node:fs'

/** What a process must not have more of after many rounds than before. */
export interface Held {
  descriptors: number
  /** Mappings of files, memory files and rings. */
  mappings: number
  /** All mappings, of plain memory too. */
  areas: number
  /** All but the kernel's own for io_uring, which come and go. */
  threads: number
}

/** V8's heaps, one for each thread, come to some hundred and stay there. */
const AREAS_OF_V8 = 400

/** What this process holds now. */
export function held(): Held {
  const areas = readFileSync('/proc/self/maps', 'utf8').trimEnd().split('\n')
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    mappings: areas.filter((line) => /\/|anon_inode/.test(line)).length,
    areas: areas.length,
    threads: readdirSync('/proc/self/task').filter((tid) => !nameOf(tid).startsWith('iou-')).length,
  }
}

/** What this process holds more of than before, and how many. */
export function leaked(before: Held): Partial<Held> {
  const more = Object.entries(held()).filter(([name, count]) => {
    const allowed = name === 'areas' ? AREAS_OF_V8 : 0
    return count > before[name as keyof Held] + allowed
  })
  return Object.fromEntries(more)
}

function nameOf(tid: string): string {
  try {
    return readFileSync(`/proc/self/task/${tid}/comm`, 'utf8')
  } catch {
    // It has ended since.
    return 'iou-'
  }
}
