import type { Port } from './port.ts'
import type { ValueChannel } from './value-channel.ts'

/** What a communicator is made of, as one of its ranks has it. */
export interface Seat {
  readonly port: Port
  /** The first of its contexts. */
  readonly context: number
  /** The job's rank of each rank of this process's group. */
  readonly members: readonly number[]
  /** This process's rank in its group. */
  readonly rank: number
  /** Of an intercommunicator: the other group. */
  readonly remote?: RemoteGroup
}

export interface RemoteGroup {
  /** The job's ranks of its members. */
  readonly members: readonly number[]
  /** Where this process's own group makes its part of a collective. */
  readonly ownGroup: ValueChannel
}
