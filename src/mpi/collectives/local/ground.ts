import { CrossmemError } from '../../../errors.ts'
import { bytesOf } from '../../../memory/bytes.ts'
import { Operation } from '../../../transport/operation.ts'
import type { Commons } from '../../../transport/transport.ts'
import type { Channel } from '../../channel.ts'
import { ANY_SOURCE } from '../../constants.ts'
import type { CollectiveCall } from '../call.ts'
import type { Steps } from '../steps.ts'
import { LocalCall } from './local-call.ts'

const LEADER = 0
const NO_BLOCK = -1
/** What no call's messages have: ranks that begin with different collectives agree all the same, and then find out. */
const AGREEMENT_TAG = 2 ** 30

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
export function* agree({ channel }: CollectiveCall): Steps<void> {
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
  const agreement = new Operation()
  channel.agreement = agreement
  try {
    commons.declare()
    const index = channel.rank === LEADER ? yield* claim(channel, commons) : yield* hear(channel, commons)
    channel.block = index === NO_BLOCK ? null : commons.open(index, channel.members, channel.rank)
  } catch (error) {
    // Later calls wait for this as well, and would wait for ever.
    agreement.finish(error as CrossmemError)
    throw error
  }
  agreement.finish()
}

/** Sees to it that a call can fail before its own part has begun: whoever waits for it in the control block is told. */
export function* prepare(call: CollectiveCall): Steps<void> {
  yield* agree(call)
  const local = localOf(call)
  if (local !== null && !local.isFree) yield local.untilFree
}

function* claim(channel: Channel, commons: Commons): Steps<number> {
  const index = Int32Array.of(NO_BLOCK)
  let failure: unknown = null
  try {
    yield { operation: commons.declared(channel.members), peer: ANY_SOURCE }
    index[0] = commons.claim(channel.members)
  } catch (error) {
    // Those who are still there must not wait for this rank.
    failure = error
  }
  for (let member = 1; member < channel.size; member++) {
    const operation = channel.start(bytesOf(index), member, AGREEMENT_TAG)
    if (operation !== null && failure === null) yield { operation, peer: member }
  }
  if (failure !== null) throw failure
  return index[0]
}

function* hear(channel: Channel, commons: Commons): Steps<number> {
  const index = new Int32Array(1)
  yield { operation: channel.post(bytesOf(index), LEADER, AGREEMENT_TAG), peer: LEADER }
  if (index[0] >= NO_BLOCK && index[0] < commons.blocks) return index[0]
  throw new CrossmemError('ERR_SEGMENT', `rank ${LEADER} has claimed control block ${index[0]}, which there is not`)
}
