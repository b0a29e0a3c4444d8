import type { ControlBlock } from '../../../transport/control-block.ts'
import type { Waitable } from '../../../transport/operation.ts'
import { ANY_SOURCE } from '../../constants.ts'
import type { Step } from '../steps.ts'

/** What a rank waits for in the lines of a call: neighbouring members, until a word of each has come to a value. */
export class LineWait implements Step, Waitable {
  readonly error = null
  readonly peer = ANY_SOURCE
  private readonly block: ControlBlock
  private readonly first: number
  private readonly at: number
  private readonly count: number
  private readonly call: number
  /** The byte of the word, or -1 to wait until members are done with the call. */
  private readonly word: number
  private readonly value: number
  private missing = 0

  /** @param slot a call whose lines are the ones to look at: this one, or the one that has them next */
  constructor(
    block: ControlBlock,
    call: number,
    first: number,
    count: number,
    word: number,
    value: number,
    slot: number,
  ) {
    this.block = block
    this.first = first
    this.at = block.line(slot, first)
    this.count = count
    this.call = call
    this.word = word * 4
    this.value = value
  }

  get operation(): this {
    return this
  }

  get done(): boolean {
    const { board, looks } = this.block.view
    this.missing =
      this.word < 0
        ? board.unfinished(this.at, this.count, this.call, looks)
        : board.lacking(this.at, this.count, this.call, this.word, this.value, looks)
    return this.missing < 0
  }

  get awaited(): number {
    return this.block.members[this.first + Math.max(this.missing, 0)]
  }
}
