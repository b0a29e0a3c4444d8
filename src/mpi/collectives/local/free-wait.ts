import type { ControlBlock } from '../../../transport/control-block.ts'
import type { Waitable } from '../../../transport/operation.ts'
import { ANY_SOURCE } from '../../constants.ts'
import type { Step } from '../steps.ts'

/** Waits until the lines of a call are free for it. */
export class FreeWait implements Step, Waitable {
  readonly error = null
  readonly peer = ANY_SOURCE
  private readonly block: ControlBlock
  private readonly call: number
  private missing = 0

  constructor(block: ControlBlock, call: number) {
    this.block = block
    this.call = call
  }

  get operation(): this {
    return this
  }

  get done(): boolean {
    this.missing = this.block.lagging(this.call)
    return this.missing < 0
  }

  get awaited(): number {
    return this.block.members[Math.max(this.missing, 0)]
  }
}
