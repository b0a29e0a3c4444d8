import { CrossmemError, CrossmemRangeError } from '../errors.ts'
import { bytesOf } from '../memory/bytes.ts'
import type { Channel } from './channel.ts'
import { bcastValue } from './collectives/bcast.ts'
import { CollectiveCall } from './collectives/call.ts'
import { prepare } from './collectives/local/ground.ts'
import { Parcel } from './collectives/parcel.ts'
import { elsewhere, type Steps } from './collectives/steps.ts'
import type { Port } from './port.ts'
import type { ValueChannel } from './value-channel.ts'

/** What two groups have found out about each other. */
export interface Bridge {
  /** The first context of what they make together, the same for both. */
  readonly context: number
  /** The job's ranks of the other group. */
  readonly remote: readonly number[]
  /** What the other group has noted. */
  readonly note: number
  /** Whether this group comes first, if nothing else says which. */
  readonly isFirst: boolean
}

/** How a group's leader reaches the other group's. */
export interface Wire {
  readonly channel: Channel
  /** The other leader's rank there. */
  readonly leader: number
  readonly tag: number
}

/**
 * Two groups, whose leaders can reach each other, make each other's acquaintance. All ranks of both take part.
 * @param group the collectives' channel of this rank's group
 * @param leader this group's
 * @param members the job's ranks of this group
 * @param wire at the leader
 * @param note a number for the other group
 * @throws CrossmemRangeError ERR_GROUP, for all, when a rank is in both groups
 */
export function* bridge(
  group: ValueChannel,
  leader: number,
  members: readonly number[],
  wire: Wire | null,
  note = 0,
): Steps<Bridge> {
  const telling = new CollectiveCall(group, 'bcast', leader)
  yield* elsewhere(group.channel, prepare(telling))
  const told = telling.guard(leading(telling, leader, members, wire, note))
  const found = yield* elsewhere(group.channel, told)
  if (found.remote.some((member) => members.includes(member))) {
    throw new CrossmemRangeError(
      'ERR_GROUP',
      `an intercommunicator has two groups without common ranks, but rank ${found.remote.find((member) => members.includes(member))} ` +
        'of the world is in both: give leaders of different groups',
    )
  }
  return found
}

/** The leader asks the other one, and tells the rest. */
function* leading(
  telling: CollectiveCall,
  leader: number,
  members: readonly number[],
  wire: Wire | null,
  note: number,
): Steps<Bridge> {
  if (wire === null) return (yield* bcastValue(telling, undefined, null, leader)) as Bridge
  const found = yield* elsewhere(wire.channel, meet(telling.channel.port, wire, members, note))
  yield* bcastValue(telling, found, Parcel.of(found), leader)
  return found
}

/** The leaders write each other a letter: contexts that its writer has reserved, its note, its group. */
function* meet(port: Port, { channel, leader, tag }: Wire, members: readonly number[], note: number): Steps<Bridge> {
  const reserved = port.reserveContexts()
  const letter = Int32Array.of(port.transport.rank, reserved, note, ...members)
  const receive = channel.post(null, leader, tag)
  const sent = channel.start(bytesOf(letter), leader, tag)
  yield { operation: receive, peer: leader }
  if (sent !== null) yield { operation: sent, peer: leader }
  const [otherLeader, theirs, theirNote, ...remote] = readLetter(receive.payload, port.transport.size)
  const isFirst = port.transport.rank < otherLeader
  if (!isFirst) port.returnContexts(reserved)
  return { context: isFirst ? reserved : theirs, remote, note: theirNote, isFirst }
}

/** @throws CrossmemError ERR_SEGMENT for what is no letter, as from a rank that has gone wild */
function readLetter(payload: Uint8Array, ranks: number): Int32Array {
  const letter = new Int32Array(payload.slice().buffer)
  const [leader, context, , ...members] = letter
  if (context >= 0 && members.length > 0 && [leader, ...members].every((rank) => rank >= 0 && rank < ranks))
    return letter
  throw new CrossmemError('ERR_SEGMENT', 'the leader of the other group has sent what names no group')
}
