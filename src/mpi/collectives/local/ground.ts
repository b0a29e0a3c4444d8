import { CrossmemError } from '../../../errors.ts'
import type { ControlBlock } from '../../../transport/control-block.ts'
import { Operation } from '../../../transport/operation.ts'
import { ANY_SOURCE } from '../../constants.ts'
import type { CollectiveCall } from '../call.ts'
import type { Steps } from '../steps.ts'

const LEADER = 0
const NO_BLOCK = -1

/**
 * Runs a collective in the communicator's control block where there is one, else by messages.
 *
 * Whether there is one is agreed upon in the first collective of the communicator: its first rank claims a block for all, if all see each
 * other's memory, and tells them.
 */
export function* either<T>(
  call: CollectiveCall,
  local: (block: ControlBlock) => Steps<T>,
  byMessages: () => Steps<T>,
): Steps<T> {
  const { channel } = call
  if (channel.block === undefined) yield* call.guard(agree(call))
  return yield* channel.block ? local(channel.block) : call.guard(byMessages())
}

function* agree(call: CollectiveCall): Steps<void> {
  const { channel } = call
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
