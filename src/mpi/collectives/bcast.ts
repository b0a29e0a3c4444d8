import { bytesOf, isBytes } from '../../memory/bytes.ts'
import { typeOf } from '../element-types.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRoot } from './arguments.ts'
import { CollectiveCall } from './call.ts'
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
export function bcast(line: ValueChannel, value: unknown, { root = 0 }: BcastOptions = {}): unknown {
  checkRoot(root, line.size)
  const call = new CollectiveCall(line, 'bcast')
  if (isBytes(value)) {
    bcastBytes(call, bytesOf(value), typeOf(value), root)
    return value
  }
  const { parent, children } = placeInTree(call.rank, call.size, root)
  const result = parent < 0 ? value : call.postValue(parent)()
  for (const { rank } of children.toReversed()) call.startValue(result, rank)
  call.finishSends()
  return result
}

/** Gives everybody's buffer the bytes of root's. */
export function bcastBytes(call: CollectiveCall, bytes: Uint8Array, type: number, root: number): void {
  const { parent, children } = placeInTree(call.rank, call.size, root)
  const sentType = parent < 0 ? type : call.receive(bytes, parent)
  // The largest subtree has the longest way to go.
  for (const { rank } of children.toReversed()) call.start(bytes, rank, sentType)
  call.finishSends()
}
