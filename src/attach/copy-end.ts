import { CrossmemError, CrossmemTypeError } from '../errors.ts'
import { type Bytes, bytesOf, isBytes, kindOf } from '../memory/bytes.ts'
import { settledAddress } from './address-of.ts'
import { decodeCookie, startTimeOfThis } from './cookie.ts'
import { consume, type Grant, grantOf, used } from './grant.ts'
import { Region, regionAt } from './region.ts'
import { PERMITS } from './region-table.ts'
import { SEGMENT_WORDS, Segments, setSegment } from './segments.ts'

/** One side of a copy: a region of this process, a cookie of any process, or simply a view or buffer. */
export type CopyEnd = Region | string | Bytes

/** A side that was found, and may be used so. */
export interface End {
  readonly pid: number
  readonly segments: Segments
  /** Of another process; null for this one's own memory. */
  readonly grant: Grant | null
  /** What must not be collected while bytes are moved. */
  readonly held: readonly unknown[]
  /** Whether all of it is views, which are there for certain: what was given by addresses may not be. */
  readonly views: boolean
  /** Takes the only use of a region that has no more. */
  consume(): void
}

/**
 * Finds out what one side of a copy is, and whether it permits that.
 * @param into whether bytes go there
 * @throws as {@link decodeCookie} and {@link grantOf}; CrossmemError `ERR_REGION_ACCESS`; CrossmemTypeError `ERR_COPY_END`
 */
export function endOf(what: CopyEnd, into: boolean): End {
  if (typeof what === 'string') return fromCookie(what, into)
  if (what instanceof Region) return fromRegion(what, into)
  if (isBytes(what)) return fromView(bytesOf(what))
  throw new CrossmemTypeError(
    'ERR_COPY_END',
    `${into ? 'to' : 'from'} is a region, a region's cookie or a view, not ${kindOf(what)}`,
  )
}

function fromCookie(text: string, into: boolean): End {
  const cookie = decodeCookie(text)
  if (cookie.pid === process.pid && cookie.startTime === startTimeOfThis()) {
    const own = regionAt(cookie.slot)
    if (own !== undefined && own.cookie === text) return fromRegion(own, into)
  }
  // A cookie of another thread of this process is looked up as one of another process.
  const grant = grantOf(cookie)
  checkAccess(grant.permits, into, cookie.pid)
  const { segments, owner } = grant
  return { pid: owner.pid, segments, grant, held: [], views: false, consume: () => consume(grant) }
}

function fromRegion(region: Region, into: boolean): End {
  checkAccess(region.permits, into, process.pid)
  if (region.state === 'used') throw used(process)
  if (region.state === 'destroyed') {
    throw new CrossmemError('ERR_REGION_DESTROYED', 'this region of this process was destroyed: create one anew')
  }
  const { segments, held, permits, views } = region
  const take = () => {
    if ((permits & PERMITS.once) !== 0 && !region.consume()) throw used(process)
  }
  return { pid: process.pid, segments, grant: null, held, views, consume: take }
}

function fromView(bytes: Uint8Array): End {
  const words = new Uint32Array(SEGMENT_WORDS)
  setSegment(words, 0, settledAddress(bytes), bytes.byteLength)
  return { pid: process.pid, segments: new Segments(words), grant: null, held: [bytes], views: true, consume: nothing }
}

function nothing(): void {}

function checkAccess(permits: number, into: boolean, pid: number): void {
  if ((permits & (into ? PERMITS.write : PERMITS.read)) !== 0) return
  const [asked, given] = into
    ? ["into it: its access is 'read'", 'write']
    : ["out of it: its access is 'write'", 'read']
  throw new CrossmemError(
    'ERR_REGION_ACCESS',
    `a region of process ${pid} does not permit copies ${asked}. Have its owner create it with '${given}' or 'readwrite'`,
  )
}
