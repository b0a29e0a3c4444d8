import { CrossmemError, CrossmemRangeError } from '../errors.ts'
import { Channel } from './channel.ts'
import { NonblockingCalls } from './nonblocking-calls.ts'
import { CONTEXTS, type Port } from './port.ts'
import { ValueChannel } from './value-channel.ts'

export interface SplitOptions {
  /** Ranks with the same color come together; undefined for those that join nobody. A whole number from 0. */
  color: number | undefined
  /** Orders the ranks within a color; those with the same key keep their order. 0 unless given. */
  key?: number
}

/** Stands for no color on the wire. */
const NO_COLOR = -1

/**
 * Ranks that talk among themselves (MPI 4.1, chapter 7): no message of one communicator is received in another. All
 * ranks of a communicator call its collectives, and dup and split, in the same order.
 */
export class Communicator extends NonblockingCalls {
  readonly #port: Port
  readonly #context: number
  readonly #members: readonly number[]

  /**
   * @param members the job's rank of each rank here
   * @param rank this process's
   */
  constructor(port: Port, context: number, members: readonly number[], rank: number) {
    const channel = (offset: number) => new Channel(port, context + offset, members, rank)
    super(new ValueChannel(channel(0), channel(2)), new ValueChannel(channel(1), channel(3)))
    this.#port = port
    this.#context = context
    this.#members = members
  }

  /** A communicator of the same ranks, with messages of its own (MPI_Comm_dup). */
  dup(): Communicator {
    return this.split({ color: 0, key: this.rank })!
  }

  /**
   * Divides the ranks into new communicators, one for each color (MPI_Comm_split).
   * @returns this rank's; null for a rank without color
   * @throws CrossmemRangeError ERR_COLOR
   */
  split({ color, key = 0 }: SplitOptions): Communicator | null {
    if (color !== undefined && !(Number.isInteger(color) && color >= 0 && color < 2 ** 31)) {
      throw new CrossmemRangeError('ERR_COLOR', `color ${color} is not a whole number from 0, nor undefined`)
    }
    if (!Number.isFinite(key)) throw new CrossmemRangeError('ERR_COLOR', `key ${key} is not a finite number`)
    const mine = new Float64Array([color ?? NO_COLOR, key, this.#port.nextContext])
    const all = new Float64Array(3 * this.size)
    this.allgather(mine, { recv: all })
    let context = 0
    const chosen: { rank: number; key: number }[] = []
    for (let rank = 0; rank < this.size; rank++) {
      context = Math.max(context, all[3 * rank + 2])
      if (color !== undefined && all[3 * rank] === color) chosen.push({ rank, key: all[3 * rank + 1] })
    }
    this.#port.takeContexts(context)
    if (color === undefined) return null
    chosen.sort((a, b) => a.key - b.key || a.rank - b.rank)
    const members = chosen.map(({ rank }) => this.#members[rank])
    return new Communicator(
      this.#port,
      context,
      members,
      chosen.findIndex(({ rank }) => rank === this.rank),
    )
  }

  /** @throws CrossmemError ERR_COMM_WORLD for the world itself */
  override free(): void {
    if (this.#context === 0) throw new CrossmemError('ERR_COMM_WORLD', 'the world communicator cannot be freed')
    super.free()
    for (let context = this.#context; context < this.#context + CONTEXTS; context++) this.#port.matcher.forget(context)
  }
}
