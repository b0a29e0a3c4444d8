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

/** The mapping of an address, or the next one after it. */
type LookUp = (address: number) => MappedRange | null

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

function accessible({ pid, segments, grant, views }: End, offset: number, length: number, write: boolean): number {
  if (views || length === 0) return length
  if (grant !== null) {
    const { owner } = grant
    if (owner.maps < 0) owner.maps = openMaps(pid)
    return walk(new Cursor(segments, offset), length, write, lookUpIn(pid, owner.maps))
  }
  const maps = openMaps(pid)
  try {
    return walk(new Cursor(segments, offset), length, write, lookUpIn(pid, maps))
  } finally {
    closeSync(maps)
  }
}

function walk(cursor: Cursor, length: number, write: boolean, lookUp: LookUp): number {
  let done = 0
  let mapping: MappedRange | null = null
  while (done < length) {
    const { address } = cursor
    if (mapping === null || address < mapping.start || address >= mapping.end) mapping = lookUp(address)
    if (mapping === null || address < mapping.start || address >= mapping.end) break
    if (!(write ? mapping.writable : mapping.readable)) break
    const part = Math.min(cursor.run, mapping.end - address, length - done)
    cursor.advance(part)
    done += part
  }
  return done
}

function lookUpIn(pid: number, maps: number): LookUp {
  let list: MappedRange[] | undefined
  return (address) => {
    const mapping = list === undefined ? queryMapping(maps, address) : undefined
    if (mapping !== undefined) return mapping
    // Before Linux 6.11 the whole list has to be read.
    list ??= rangesOf(pid)
    return list.find(({ end }) => address < end) ?? null
  }
}

function rangesOf(pid: number): MappedRange[] {
  return parseMappings(readIfThere(`/proc/${pid}/maps`) ?? '').map(({ start, end, readable, writable }) => ({
    start: Number(start),
    end: Number(end),
    readable,
    writable,
  }))
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
