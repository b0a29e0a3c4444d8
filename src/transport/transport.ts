import type { Arena } from '../memory/arena.ts'
import type { Content } from '../memory/pieces.ts'
import type { Activity } from './activities.ts'
import type { ControlBlock } from './control-block.ts'
import type { Operation, Waitable } from './operation.ts'
import type { Traffic } from './traffic.ts'

/**
 * What `mpi/` needs of the way in which messages travel: send one, learn of those that arrive, wait. Matching is not
 * known here. Ranks are numbered as in the job.
 */
export interface Transport {
  readonly rank: number
  readonly size: number
  /** This rank's heap. */
  readonly arena: Arena
  /** Who is told of messages; set once, before anything is sent. */
  inbox: Inbox

  /**
   * Starts a message. Messages to one rank arrive in the order in which they were started.
   * @param type what the bytes were, a small number that arrives with them
   * @param synchronous ends only when the message was matched
   * @returns null when the bytes may be changed already; else what is done when they may
   */
  send(
    dest: number,
    context: number,
    tag: number,
    content: Content,
    type: number,
    synchronous: boolean,
  ): Operation | null

  /**
   * Receives the next message from `source` right away, if it is one that is short, nobody has to answer, and of this context and tag
   * (-1: any); waits a few microseconds for it. For a blocking receive before which no other is posted.
   * @param notType a type of message that is not taken
   * @returns its length in bytes, and {@link shortTag} is its tag; -1 when there was no such message
   */
  receiveShort(source: number, context: number, tag: number, notType: number, into: Uint8Array): number
  readonly shortTag: number

  /** Looks once for what arrived from everybody, and goes on with what is under way. @returns whether there was anything */
  progress(): boolean

  /** Advances an activity in every {@link progress} and wait, and from the event loop, until {@link end}. */
  begin(activity: Activity): void
  end(activity: Activity): void
  /** Whether an activity is under way. */
  readonly active: boolean

  /**
   * Blocks until the operation has ended.
   * @param peer the rank that it waits for, or -1 for any
   * @throws its error; CrossmemError ERR_RANK_DIED, ERR_RANK_ENDED when it can never end, ERR_DEADLOCK
   */
  wait(operation: Waitable, peer: number): void

  /** @throws CrossmemError ERR_RANK_DIED or ERR_RANK_ENDED when nothing can come from `peer` (-1: anybody) any more */
  requireAlive(peer: number): void

  /** Sees to the operation from the event loop until it has ended; whoever asked `whenDone` is told. */
  follow(operation: Operation, peer: number): void

  /** What all ranks of this machine share beside messages; null for a transport without. */
  readonly commons: Commons | null

  /** What travelled in the whole job so far. */
  traffic(): Traffic[]
}

/** What ranks of one machine have in common. */
export interface Commons {
  /** How many control blocks there are. */
  readonly blocks: number
  /** Says whether this rank sees the others' memory, for all to know. */
  declare(): void
  /** Done when all these ranks have declared themselves. */
  declared(ranks: readonly number[]): Waitable
  /**
   * A control block for a new communicator of these ranks, if all of them see each other's memory and one is left.
   * @returns its index, or -1
   */
  claim(ranks: readonly number[]): number
  /** The control block that one rank has claimed for all. */
  open(index: number, ranks: readonly number[], rank: number): ControlBlock
}

export interface Inbox {
  /** A message has come. Before returning, receive it, borrow it, or keep it. */
  arrived(message: Message): void
}

/** A message on its receiver's side. */
export interface Message {
  readonly source: number
  readonly context: number
  readonly tag: number
  /** In bytes. */
  readonly length: number
  readonly type: number
  /** The same message, valid after {@link Inbox.arrived} has returned. */
  keep(): Message
  /** Moves the bytes to the beginning of `into`, and ends `operation` when all are there or the message does not fit. */
  receive(into: Content, operation: Operation): void
  /** Shows the bytes where they lie, if they lie where this process can see them; else null. */
  borrow(): Borrowed | null
}

export interface Borrowed {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Gives the sender its buffer back. */
  release(): void
}
