import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import { type MappedRange, queryMapping } from '../os/mapping-query.ts'
import { refusal } from './attach.ts'
import type { End } from './copy-end.ts'
import type { CopyOutcome } from './copy-outcome.ts'
import type { CopyPlan } from './copy-plan.ts'
import { parseMappings } from './mappings.ts'
import { readIfThere } from './proc-status.ts'
import { Cursor } from './segments.ts'

const { EACCES, EFAULT, EPERM } = constants.errno

/**
 * How far a copy can go by what both processes have mapped, and may read and write themselves. Engines that move several pieces at
 * once need to know before, so that nothing behind a hole is touched; and the one that does not heed protections by itself.
 * @returns as much as can be moved, and EFAULT when that is not all
 */
export function reachable({ from, to, fromOffset, toOffset, length }: CopyPlan): CopyOutcome {
  const readable = accessible(from, fromOffset, length, false)
  const writable = accessible(to, toOffset, readable, true)
  const reason = writable < length ? EFAULT : 0
  return { moved: writable, reason, side: writable < readable ? 'to' : 'from' }
}

function accessible({ pid, segments }: End, offset: number, length: number, write: boolean): number {
  const { lookUp, close } = openMappings(pid)
  try {
    const cursor = new Cursor(segments, offset)
    let done = 0
    let mapping: MappedRange | null = null
    while (done < length) {
      const { address } = cursor
      if (mapping === null || address < mapping.start || address >= mapping.end) mapping = lookUp(address)
      if (mapping === null || address < mapping.start) break
      if (!(write ? mapping.writable : mapping.readable)) break
      const part = Math.min(cursor.run, mapping.end - address, length - done)
      cursor.advance(part)
      done += part
    }
    return done
  } finally {
    close()
  }
}

interface Mappings {
  /** The mapping of an address, or the next one after it. */
  lookUp(address: number): MappedRange | null
  close(): void
}

function openMappings(pid: number): Mappings {
  const fd = openMaps(pid)
  if (queryMapping(fd, 0) !== undefined) {
    return { lookUp: (address) => queryMapping(fd, address) ?? null, close: () => closeSync(fd) }
  }
  closeSync(fd)
  const list = parseMappings(readIfThere(`/proc/${pid}/maps`) ?? '').map(({ start, end, readable, writable }) => ({
    start: Number(start),
    end: Number(end),
    readable,
    writable,
  }))
  return { lookUp: (address) => list.find(({ end }) => address < end) ?? null, close: () => {} }
}

function openMaps(pid: number): number {
  try {
    return openSync(`/proc/${pid}/maps`, 'r')
  } catch (error) {
    const errno = -(error as NodeJS.ErrnoException).errno!
    if (errno === EACCES || errno === EPERM) throw refusal(pid, EPERM)
    throw error
  }
}
