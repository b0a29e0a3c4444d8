import { CrossmemError } from '../errors.ts'
import { NativeMemory } from '../os/native-memory.ts'
import { readMemory } from '../os/process-mem.ts'
import { consumeAt } from './consume.ts'
import type { CookieParts } from './cookie.ts'
import { forget, gone, type Owner, ownerOf, readWord } from './owner.ts'
import { MAX_SEGMENTS } from './region.ts'
import { ALIVE, kindOfState, PERMITS, SECRET_WORDS, SLOT, SLOT_BYTES, stateOf, USED } from './region-table.ts'
import { SEGMENT_BYTES, Segments } from './segments.ts'

/** What a cookie of another process stands for, as its owner's slot says at this moment. */
export interface Grant {
  readonly owner: Owner
  readonly segments: Segments
  readonly permits: number
  /** The slot's address in the owner, and what its state is for as long as the region lives. */
  readonly slot: number
  readonly state: number
  readonly cookie: CookieParts
}

/** How a region that was found stands when it is looked at again. */
export type Standing = 'good' | 'destroyed' | 'gone'

let slot: NativeMemory | undefined

/**
 * Looks a cookie's region up in its owner's memory.
 * @throws CrossmemError `ERR_COOKIE`, `ERR_REGION_DESTROYED`, `ERR_REGION_USED`, `ERR_OWNER_ENDED`, `ERR_OWNER_REPLACED`,
 *   `ERR_PID_REUSED`; AttachError
 */
export function grantOf(cookie: CookieParts): Grant {
  const owner = ownerOf(cookie.pid, cookie.startTime)
  slot ??= new NativeMemory(SLOT_BYTES)
  const got = readMemory(owner.memory, slot.address, SLOT_BYTES, cookie.slot)
  if (got === 0) throw lost(owner)
  const { u32, i32 } = slot
  if (got !== SLOT_BYTES) throw destroyed(cookie)
  const kind = kindOfState(i32[SLOT.state], cookie.generation)
  if (kind !== ALIVE && kind !== USED) throw destroyed(cookie)
  if (!hasSecret(i32, cookie.secret)) {
    throw new CrossmemError(
      'ERR_COOKIE',
      `process ${cookie.pid} never gave out this cookie: its secret is not the region's`,
    )
  }
  if (kind === USED) throw used(cookie)
  const permits = u32[SLOT.permits]
  cookie.segments ??= segmentsOf(owner, cookie, u32)
  const { segments } = cookie
  const later = (permits & PERMITS.once) === 0 ? ALIVE : USED
  return { owner, segments, permits, slot: cookie.slot, state: stateOf(cookie.generation, later), cookie }
}

/** Takes a region's only use. @throws CrossmemError `ERR_REGION_USED`, `ERR_REGION_DESTROYED`; SystemError, such as `EMFILE` */
export function consume({ cookie, permits, owner }: Grant): void {
  if ((permits & PERMITS.once) === 0) return
  const kind = consumeAt(cookie)
  if (kind === ALIVE) return
  const standing = standingOf(owner.memory, cookie.slot, stateOf(cookie.generation, USED))
  if (standing === 'gone') throw lost(owner)
  throw kind === USED ? used(cookie) : destroyed(cookie)
}

/** Whether the region is still what it was: for whoever goes on copying, also in another thread. */
export function standingOf(memory: number, address: number, state: number): Standing {
  const word = readWord(memory, address)
  if (word === state) return 'good'
  return word === undefined ? 'gone' : 'destroyed'
}

/** The error for a region that does not stand any more. */
export function fallen(grant: Grant, standing: Standing): CrossmemError {
  return standing === 'gone' ? lost(grant.owner) : destroyed(grant.cookie)
}

export function used({ pid }: { pid: number }): CrossmemError {
  return new CrossmemError(
    'ERR_REGION_USED',
    `this region of process ${pid} was for a single use, and another copy has begun already: have its owner create one anew`,
  )
}

function destroyed({ pid }: CookieParts): CrossmemError {
  return new CrossmemError(
    'ERR_REGION_DESTROYED',
    `this region of process ${pid} was destroyed by its owner, and what a copy had moved by then is not to be relied on: ` +
      'have its owner create one anew, and destroy it later',
  )
}

function lost(owner: Owner): CrossmemError {
  forget(owner)
  return gone(owner)
}

function hasSecret(words: Int32Array, secret: Int32Array): boolean {
  let difference = 0
  for (let word = 0; word < SECRET_WORDS; word++) difference |= words[SLOT.secret + word] ^ secret[word]
  return difference === 0
}

/** The list, which the owner wrote: it may say anything, and is checked before it is believed. */
function segmentsOf(owner: Owner, cookie: CookieParts, words: Uint32Array): Segments {
  const count = words[SLOT.count]
  const total = words[SLOT.bytes] + words[SLOT.bytes + 1] * 0x100000000
  if (count > MAX_SEGMENTS || !Number.isSafeInteger(total)) throw damaged(owner)
  if (count === 1) {
    const { list, bytes } = SLOT
    return new Segments(Uint32Array.of(words[list], words[list + 1], words[bytes], words[bytes + 1]))
  }
  const address = words[SLOT.list] + words[SLOT.list + 1] * 0x100000000
  const segments = Segments.allocate(count, (_words, to) => {
    const length = count * SEGMENT_BYTES
    const got = length === 0 ? 0 : readMemory(owner.memory, to, length, address)
    if (got !== length) throw got === 0 ? lost(owner) : destroyed(cookie)
  })
  if (segments.byteLength === total) return segments
  // A list that was given up while it was read; or one that never was.
  if (standingOf(owner.memory, cookie.slot, stateOf(cookie.generation, ALIVE)) !== 'good') throw destroyed(cookie)
  throw damaged(owner)
}

function damaged({ pid }: Owner): CrossmemError {
  return new CrossmemError('ERR_COOKIE', `what process ${pid} says of its region cannot be: its memory was overwritten`)
}
