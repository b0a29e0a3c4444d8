import { CrossmemError } from '../../../errors.ts'
import { Operation } from '../../../transport/operation.ts'
import { ANY_SOURCE } from '../../constants.ts'
import type { CollectiveCall } from '../call.ts'
import type { Steps } from '../steps.ts'
import { LocalCall } from './local-call.ts'

const LEADER = 0
const NO_BLOCK = -1

/**
 * The call in its communicator's control block; null where there is none, and the call is made by messages.
 *
 * Whether there is one is agreed upon in the communicator's first collective: its first rank claims a block for all, if all see each
 * other's memory, and tells them.
 */
export function localOf(call: CollectiveCall): LocalCall | null {
  const { block } = call.channel
  if (block === undefined || block === null) return null
  call.local = new LocalCall(block, call.name, call.number)
  return call.local
}

/** Agrees with the others upon a control block, if that is not done yet; {@link localOf} has the call then. */
export function* agree(call: CollectiveCall): Steps<void> {
  const { channel } = call
  if (channel.block !== undefined) return
  if (channel.agreement !== null) {
    yield { operation: channel.agreement, peer: ANY_SOURCE }
    return
  }
  const { commons } = channel.port.transport
  if (commons === null || channel.size === 1) {
    channel.block = null
    return
  }
  channel.agreement = new Operation()
  commons.declare()
  const index = new Int32Array(1)
  if (channel.rank === LEADER) {
    yield { operation: commons.declared(channel.members), peer: ANY_SOURCE }
    index[0] = commons.claim(channel.members)
    for (let member = 1; member < channel.size; member++) call.start(new Uint8Array(index.buffer), member)
  } else {
    yield call.post(new Uint8Array(index.buffer), LEADER)
    if (!(index[0] >= NO_BLOCK && index[0] < commons.blocks)) {
      throw new CrossmemError('ERR_SEGMENT', `rank ${LEADER} has claimed control block ${index[0]}, which there is not`)
    }
  }
  yield* call.finishSends()
  channel.block = index[0] === NO_BLOCK ? null : commons.open(index[0], channel.members, channel.rank)
  channel.agreement.finish()
}
