import { bytesOf, isBytes } from '../../memory/bytes.ts'
import { Layout } from '../datatype/layout.ts'
import { typeOf } from '../element-types.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRoot } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { bcastAcross } from './inter/rooted.ts'
import { inOnePiece } from './layouts.ts'
import { exchange, othersFrom } from './local/exchange.ts'
import { ONE } from './local/offer.ts'
import { bcastShort } from './local/short.ts'
import { Parcel } from './parcel.ts'
import type { Steps } from './steps.ts'
import { placeInTree } from './tree.ts'

export interface BcastOptions {
  /** The rank that has the value; 0 unless given. */
  root?: number
}

/**
 * Gives everybody what `root` has (MPI 4.1, chapter 6.4), along a binomial tree.
 * @param value a buffer, of the same length in bytes on each rank: filled there. Or any value on the root, and undefined elsewhere
 * @returns the buffer; or the root's value
 * @throws CrossmemRangeError ERR_ROOT; CrossmemTypeError ERR_NOT_CLONEABLE; CrossmemError ERR_COLLECTIVE_MISMATCH
 * @example
 * const settings = world.bcast(world.rank === 0 ? { steps: 100 } : undefined)
 */
export function* bcast(line: ValueChannel, value: unknown, { root = 0 }: BcastOptions = {}): Steps<unknown> {
  if (value instanceof Layout) {
    // In an intercommunicator a root has no number of its own group.
    const gives = line.ownGroup === null ? line.rank === root : root < 0
    const [send, recv] = gives ? [value, undefined] : [undefined, value]
    yield* inOnePiece(line, send, recv, (own, into) => bcast(line, gives ? own : into, { root }))
    return value
  }
  if (line.ownGroup !== null) return yield* bcastAcross(line, value, root)
  checkRoot(root, line.size)
  if (isBytes(value)) {
    const bytes = bytesOf(value)
    const call = new CollectiveCall(line, 'bcast', root)
    try {
      yield* bcastBytes(call, bytes, typeOf(value), root)
    } catch (error) {
      throw call.fail(error)
    }
    return value
  }
  const own = line.rank === root ? Parcel.of(value) : null
  const call = new CollectiveCall(line, 'bcast', root)
  return yield* call.guard(bcastValue(call, value, own, root))
}

/** Gives everybody the root's value. @param own the value at the root, null elsewhere */
export function* bcastValue(call: CollectiveCall, value: unknown, own: Parcel | null, root: number): Steps<unknown> {
  const offer = own === null ? null : ({ parcels: [own], how: ONE, takers: othersFrom(root, call.size) } as const)
  const wanted = own === null ? [{ source: root, into: null }] : []
  const values = yield* exchange(call, root, offer, wanted, () => bcastValueDown(call, value, own, root))
  return own === null ? values[root] : value
}

function* bcastValueDown(call: CollectiveCall, value: unknown, own: Parcel | null, root: number): Steps<unknown[]> {
  const { parent, children } = placeInTree(call.rank, call.size, root)
  let result = value
  if (parent >= 0) {
    const arrived = call.postValue(parent)
    yield arrived
    result = arrived.take()
  }
  if (children.length > 0) {
    const parcel = own ?? Parcel.of(result)
    for (const { rank } of children.toReversed()) parcel.send(call, rank)
    yield* call.finishSends()
  }
  const values: unknown[] = []
  values[root] = result
  return values
}

/** Gives everybody's buffer the bytes of root's. */
export function* bcastBytes(call: CollectiveCall, bytes: Uint8Array, type: number, root: number): Steps<void> {
  const isRoot = call.rank === root
  const offer = isRoot ? ({ parts: [bytes], how: ONE, type } as const) : null
  const wanted = isRoot ? [] : [{ source: root, into: bytes }]
  yield* exchange(call, root, offer, wanted, () => bcastDown(call, bytes, type, root))
}

/** Along a binomial tree, for {@link bcastBytes}. */
export function* bcastDown(call: CollectiveCall, bytes: Uint8Array, type: number, root: number): Steps<unknown[]> {
  const { parent, children } = placeInTree(call.rank, call.size, root)
  let sentType = type
  if (parent >= 0) {
    const arrived = call.post(bytes, parent)
    yield arrived
    sentType = arrived.gotType
  }
  // The largest subtree has the longest way to go.
  for (const { rank } of children.toReversed()) call.start(bytes, rank, sentType)
  if (call.isSending) yield* call.finishSends()
  return []
}

/** Blocking, for short buffers. @returns whether it was done; else it must be done by {@link bcast} */
export function bcastAtOnce(line: ValueChannel, value: unknown, { root = 0 }: BcastOptions = {}): boolean {
  if (line.ownGroup !== null) return false
  checkRoot(root, line.size)
  return isBytes(value) && bcastShort(line, bytesOf(value), typeOf(value), root)
}
