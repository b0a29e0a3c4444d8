import { Operation } from '../transport/operation.ts'
import type { Message } from '../transport/transport.ts'
import { ANY_SOURCE } from './constants.ts'
import { maskOf, type Receive } from './receive.ts'

/** A message that came before its receive. */
class Unexpected {
  readonly message: Message
  readonly sequence: number
  next: Unexpected | null = null
  previous: Unexpected | null = null

  constructor(message: Message, sequence: number) {
    this.message = message
    this.sequence = sequence
  }
}

interface Link<T> {
  next: T | null
  previous: T | null
}

/** A list that its elements form themselves, so that one in the middle goes in constant time. */
class List<T extends Link<T>> {
  head: T | null = null
  tail: T | null = null

  append(element: T): void {
    element.previous = this.tail
    element.next = null
    if (this.tail === null) this.head = element
    else this.tail.next = element
    this.tail = element
  }

  remove(element: T): void {
    if (element.previous === null) this.head = element.next
    else element.previous.next = element.next
    if (element.next === null) this.tail = element.previous
    else element.next.previous = element.previous
    element.next = null
    element.previous = null
  }
}

/**
 * MPI's matching within one context (MPI 4.1, 3.5): receives match in the order in which they were posted, messages of one source in the
 * order in which they were sent.
 *
 * Receives stand in one list for each source that they name and one for ANY_SOURCE, messages in one for each source;
 * numbers in order of arrival decide between the heads of two lists. So a match looks at one or two elements, unless many
 * wait with other tags. Sources are ranks of the job.
 */
export class MatchQueue {
  private readonly posted: List<Receive>[] = []
  private readonly postedAny = new List<Receive>()
  private readonly unexpected: List<Unexpected>[] = []
  private sequence = 0
  private waiting = 0
  private receives = 0
  private watcher: Watcher | null = null

  /** Whether nothing waits here. */
  get idle(): boolean {
    return this.waiting === 0 && this.receives === 0
  }

  /** Matches a receive with a message that waits, or posts it. */
  post(receive: Receive): void {
    while (this.waiting > 0) {
      const found = this.findUnexpected(receive.source, receive.tag, receive.mask)
      if (found === null) break
      if (receive.match(found.message)) this.drop(found)
      if (!receive.lasting) return
    }
    if (!receive.lasting) this.receives++
    receive.sequence = ++this.sequence
    if (receive.source === ANY_SOURCE) this.postedAny.append(receive)
    else listOf(this.posted, receive.source).append(receive)
  }

  /** Matches a message that has just come with a receive, or keeps it. */
  arrived(message: Message): void {
    for (;;) {
      const receive = this.findPosted(message.source, message.tag)
      if (receive === null) break
      if (!receive.lasting) this.unpost(receive)
      if (receive.match(message)) return
    }
    const kept = new Unexpected(message.keep(), ++this.sequence)
    listOf(this.unexpected, message.source).append(kept)
    this.waiting++
    const { watcher } = this
    if (watcher?.accepts(message)) watcher.finish()
  }

  /** @returns false when the receive was matched already */
  cancel(receive: Receive): boolean {
    if (receive.sequence === 0 || receive.done) return false
    this.unpost(receive)
    receive.cancelled = true
    receive.finish()
    return true
  }

  /** Cancels all receives that are posted for a tag of these bits. */
  cancelAll(tag: number, mask: number): void {
    for (const list of [...this.posted, this.postedAny]) {
      let receive = list.head
      while (receive !== null) {
        const { next } = receive
        if (!receive.lasting && receive.mask === mask && ((receive.tag ^ tag) & mask) === 0) this.cancel(receive)
        receive = next
      }
    }
  }

  find(source: number, tag: number): Message | null {
    return this.findUnexpected(source, tag, maskOf(tag))?.message ?? null
  }

  /** Removes a message that {@link find} found. */
  take(message: Message): void {
    let link = this.unexpected[message.source].head
    while (link !== null && link.message !== message) link = link.next
    if (link !== null) this.drop(link)
  }

  /** An operation that ends when there is a message for {@link find}. */
  watch(source: number, tag: number): Operation {
    this.watcher = new Watcher(source, tag)
    if (this.find(source, tag) !== null) this.watcher.finish()
    return this.watcher
  }

  unwatch(): void {
    this.watcher = null
  }

  private findPosted(source: number, tag: number): Receive | null {
    let exact = this.posted[source]?.head ?? null
    while (exact !== null && !exact.accepts(tag)) exact = exact.next
    let any = this.postedAny.head
    while (any !== null && !any.accepts(tag)) any = any.next
    if (exact === null) return any
    return any === null || exact.sequence < any.sequence ? exact : any
  }

  private findUnexpected(source: number, tag: number, mask: number): Unexpected | null {
    if (source !== ANY_SOURCE) return firstWith(this.unexpected[source], tag, mask)
    let first: Unexpected | null = null
    for (const list of this.unexpected) {
      const found = firstWith(list, tag, mask)
      if (found !== null && (first === null || found.sequence < first.sequence)) first = found
    }
    return first
  }

  private unpost(receive: Receive): void {
    this.receives--
    receive.sequence = 0
    if (receive.source === ANY_SOURCE) this.postedAny.remove(receive)
    else this.posted[receive.source].remove(receive)
  }

  private drop(found: Unexpected): void {
    this.unexpected[found.message.source].remove(found)
    this.waiting--
  }
}

class Watcher extends Operation {
  private readonly source: number
  private readonly tag: number
  private readonly mask: number

  constructor(source: number, tag: number) {
    super()
    this.source = source
    this.tag = tag
    this.mask = maskOf(tag)
  }

  accepts(message: Message): boolean {
    return (
      (this.source === ANY_SOURCE || this.source === message.source) && ((this.tag ^ message.tag) & this.mask) === 0
    )
  }
}

function firstWith(list: List<Unexpected> | undefined, tag: number, mask: number): Unexpected | null {
  let link = list?.head ?? null
  while (link !== null && ((link.message.tag ^ tag) & mask) !== 0) link = link.next
  return link
}

function listOf<T extends Link<T>>(lists: List<T>[], index: number): List<T> {
  while (lists.length <= index) lists.push(new List<T>())
  return lists[index]
}
