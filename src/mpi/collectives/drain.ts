import { Operation } from '../../transport/operation.ts'
import type { Message } from '../../transport/transport.ts'
import { ANY_SOURCE } from '../constants.ts'
import { VALUE } from '../element-types.ts'
import { Receive } from '../receive.ts'
import type { ValueChannel } from '../value-channel.ts'
import { NUMBER_MASK } from './call-tag.ts'

const NOWHERE = new Uint8Array(0)

/** Takes what is still sent to a call that has failed here, so that its senders go on. */
export class Drain extends Receive {
  private readonly line: ValueChannel

  constructor(line: ValueChannel, tag: number) {
    super(null, ANY_SOURCE, tag, NUMBER_MASK)
    this.line = line
  }

  override get lasting(): boolean {
    return true
  }

  override match(message: Message): boolean {
    swallow(this.line, message)
    return true
  }
}

/** Takes a message, and what follows it, to nowhere. */
export function swallow(line: ValueChannel, message: Message): void {
  if (message.type === VALUE) {
    const head = new Receive(null, message.source, message.tag)
    line.valueOf(head)
    head.match(message)
  } else {
    message.receive(NOWHERE, new Operation())
  }
}
