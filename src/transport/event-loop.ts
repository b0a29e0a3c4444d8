import { clearEventfd, type Watch, watch } from '../os/eventfd.ts'
import { type Bell, IN_EVENT_LOOP } from './bell.ts'
import type { Operation } from './operation.ts'

/** How many turns of the event loop look for arrivals before the rank sleeps in it. */
const TURNS = 50

/**
 * Progress from the event loop, while operations are awaited. At first every turn looks; then the rank says that it sleeps in its event
 * loop, and a descriptor wakes it.
 */
export class EventLoop {
  readonly #bell: Bell
  readonly #eventfd: number
  /** Looks once; ends what can never end. */
  readonly #look: (followed: Map<Operation, number>) => boolean
  /** What is awaited, and the rank that it waits for (-1: any). */
  readonly #followed = new Map<Operation, number>()
  /** Whether it is looked for arrivals also while nothing is awaited. */
  #accompanies = false
  #watch: Watch | undefined
  #scheduled = false
  #asleep = false
  #idle = 0

  constructor(bell: Bell, eventfd: number, look: (followed: Map<Operation, number>) => boolean) {
    this.#bell = bell
    this.#eventfd = eventfd
    this.#look = look
  }

  follow(operation: Operation, peer: number): void {
    this.#followed.set(operation, peer)
    operation.whenDone(() => this.#forget(operation))
    this.#idle = 0
    this.#schedule()
  }

  /**
   * Looks in every turn, whether or not anything is awaited. This does not keep the process alive, but for a few turns
   * since something came.
   */
  accompany(looks: boolean): void {
    if (looks === this.#accompanies) return
    this.#accompanies = looks
    if (looks) {
      this.#idle = 0
      this.#schedule()
    } else if (this.#asleep && this.#followed.size === 0) this.#rise()
  }

  /** A blocking call is about to sleep in its own way: look again when the event loop turns. */
  interrupt(): void {
    if (!this.#asleep) return
    this.#rise()
    this.#schedule()
  }

  /** For the end of the process: a descriptor that is readable then would call into a JavaScript that is gone. */
  close(): void {
    this.#watch?.close()
  }

  #forget(operation: Operation): void {
    this.#followed.delete(operation)
    if (!this.#asleep || this.#followed.size > 0) return
    this.#rise()
    if (this.#accompanies) this.#schedule()
  }

  #rise(): void {
    this.#bell.announceAwake()
    this.#asleep = false
    this.#watch?.hold(false)
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#turn()
    })
  }

  #turn(): void {
    this.#idle = this.#look(this.#followed) ? 0 : this.#idle + 1
    if (this.#followed.size === 0 && !this.#accompanies) return
    if (this.#idle > TURNS && this.#sleep()) return
    this.#schedule()
  }

  #sleep(): boolean {
    this.#watch ??= watch(this.#eventfd, () => this.#woken())
    if (!this.#bell.announce(IN_EVENT_LOOP)) return false
    this.#asleep = true
    this.#watch.hold(this.#followed.size > 0)
    // A rank that ended just before woke nobody.
    if (this.#look(this.#followed) && this.#asleep) {
      this.#rise()
      return false
    }
    return true
  }

  #woken(): void {
    clearEventfd(this.#eventfd)
    this.#rise()
    this.#idle = 0
    // Not here: Node 26 does not run what awaits an operation that ends within the watch's callback.
    this.#schedule()
  }
}
