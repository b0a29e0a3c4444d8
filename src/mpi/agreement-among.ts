import { CrossmemError } from '../errors.ts'
import { bytesOf } from '../memory/bytes.ts'
import type { Agreement } from './agreement.ts'
import type { Channel } from './channel.ts'

/** Says, where a context would be, that the ranks do not want the same. */
const DISAGREED = -1

/**
 * Finds contexts for a communicator of some ranks by messages among these alone: the lowest of them asks the others.
 * @param channel nobody else's
 * @param ranks of the old communicator, in the order of the new one; this one is among them
 * @param tag tells several agreements of the same ranks apart
 * @throws CrossmemError ERR_COLLECTIVE_MISMATCH, for all that asked each other, when they have not the same ranks in mind
 */
export function agreeAmong(channel: Channel, ranks: readonly number[], tag: number): Agreement {
  const leader = Math.min(...ranks)
  const wish = Int32Array.from(ranks)
  const answer = new Int32Array(1)
  if (channel.rank === leader) {
    const others = ranks.filter((rank) => rank !== leader)
    const wishes = others.map((rank) => channel.receive(null, rank, tag).payload)
    const agreed = wishes.every((theirs) => Buffer.compare(theirs, bytesOf(wish)) === 0)
    answer[0] = agreed ? channel.port.reserveContexts() : DISAGREED
    for (const rank of others) channel.send(bytesOf(answer), rank, tag)
  } else {
    channel.send(bytesOf(wish), leader, tag)
    channel.receive(bytesOf(answer), leader, tag)
  }
  if (answer[0] === DISAGREED) {
    throw new CrossmemError(
      'ERR_COLLECTIVE_MISMATCH',
      `a member of the group of ranks ${ranks.join(', ')} called createGroup with other ranks, or in another order: ` +
        'give the same group on all of its members',
    )
  }
  return { context: answer[0], ranks }
}
