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
  private readonly word: number
  private readonly value: number
  private missing = 0

  /** @param at where the line of the first of them begins */
  constructor(
    block: ControlBlock,
    at: number,
    first: number,
    count: number,
    call: number,
    word: number,
    value: number,
  ) {
    this.block = block
    this.at = at
    this.first = first
    this.count = count
    this.call = call
    this.word = word
    this.value = value
  }

  get operation(): this {
    return this
  }

  get done(): boolean {
    const { board, looks } = this.block.view
    this.missing = board.lacking(this.at, this.count, this.call, this.word * 4, this.value, looks)
    return this.missing < 0
  }

  get awaited(): number {
    return this.block.members[this.first + Math.max(this.missing, 0)]
  }
}
