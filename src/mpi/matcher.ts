import type { Inbox, Message } from '../transport/transport.ts'
import { MatchQueue } from './match-queue.ts'

/** Gives each message that arrives to the queue of its context. */
export class Matcher implements Inbox {
  private readonly queues = new Map<number, MatchQueue>()
  private lastContext = -1
  private lastQueue: MatchQueue | null = null

  arrived(message: Message): void {
    if (message.context !== this.lastContext) this.remember(message.context)
    this.lastQueue!.arrived(message)
  }

  /** A context's queue; it may be asked for by a message before this rank has heard of the communicator. */
  queue(context: number): MatchQueue {
    let queue = this.queues.get(context)
    if (queue === undefined) {
      queue = new MatchQueue()
      this.queues.set(context, queue)
    }
    return queue
  }

  /** Forgets a context in which nothing will be sent any more; not while something waits there. */
  forget(context: number): void {
    if (this.queue(context).idle) this.queues.delete(context)
    this.lastContext = -1
  }

  private remember(context: number): void {
    this.lastContext = context
    this.lastQueue = this.queue(context)
  }
}
