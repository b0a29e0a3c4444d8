import assert from 'node:assert/strict'
import {
  alloc,
  type Communicator,
  free,
  type Request,
  Status,
  testAll,
  waitAll,
  waitAny,
  waitSome,
} from '../../src/mpi/index.ts'
import { type Expectation, keyOf } from './expectation.ts'
import { LONGEST } from './plan.ts'

type Random = (limit: number) => number
interface Wanted {
  source?: number
  tag?: number
}
interface Posted {
  request: Request<unknown>
  status: Status
  into: Uint8Array | null
}

/** How often something is looked for in vain before it is waited for. */
const LOOKS = 5

/** Receives what comes to a rank in a round, in the ways that it likes, and has it checked. */
export class Receiver {
  readonly #random: Random
  readonly #buffers = [new Uint8Array(LONGEST), alloc(Uint8Array, LONGEST)]

  readonly #posted: Uint8Array[] = []

  constructor(random: Random) {
    this.#random = random
  }

  /** Posts all receives of a round. */
  post(communicator: Communicator, expectation: Expectation): Posted[] {
    const rooms = expectation.rooms()
    return expectation.wanted().map((wanted, index) => {
      const status = new Status()
      if (expectation.reception.values)
        return { request: communicator.irecv({ ...wanted, status }), status, into: null }
      const room = rooms.get(keyOf(wanted))!
      const into = this.#random(16) === 0 ? alloc(Uint8Array, room) : this.#buffer(index, room)
      return { request: communicator.irecv(into, { ...wanted, status }), status, into }
    })
  }

  /** Ends all posted receives, and checks them in the order of posting. */
  async finish(posted: readonly Posted[], expectation: Expectation): Promise<void> {
    await this.#waitFor(posted.map(({ request }) => request))
    for (const { request, status, into } of posted) {
      if (into === null) expectation.cameAs(status.source, status.tag, request.wait())
      else expectation.came(status.source, status.tag, into.subarray(0, status.bytes))
      if (into !== null && into.buffer.byteLength > 0 && Object.hasOwn(into, Symbol.dispose)) free(into)
    }
  }

  /** Receives all messages of a round one after the other. */
  async receive(communicator: Communicator, expectation: Expectation): Promise<void> {
    const wanted = expectation.wanted()
    while (wanted.length > 0) {
      const [next] = wanted.splice(this.#random(wanted.length), 1)
      if (expectation.reception.values) this.#receiveAny(communicator, expectation, next)
      else await this.#receiveBytes(communicator, expectation, next)
    }
    assert.equal(expectation.left, 0)
  }

  /** Memory for a posted receive, used again in later rounds. */
  #buffer(index: number, room: number): Uint8Array {
    this.#posted[index] ??= Buffer.allocUnsafeSlow(LONGEST)
    return this.#posted[index].subarray(0, room)
  }

  async #waitFor(requests: Request<unknown>[]): Promise<void> {
    const way = this.#random(16)
    if (way === 0) await Promise.all(requests)
    else if (way === 1) {
      for (let left = requests.length; left > 0; left--) assert.ok(waitAny(requests) !== null)
      assert.equal(waitAny(requests), null)
    } else if (way === 2) {
      for (let left = requests.length; left > 0; ) left -= waitSome(requests).length
    } else if (way === 3) {
      for (let look = 0; look < LOOKS; look++) if (testAll(requests) !== null) break
    } else if (way === 4) {
      for (const request of requests.toReversed()) request.wait()
    }
    waitAll(requests)
  }

  /** Receives bytes or a value, whichever comes. */
  #receiveAny(communicator: Communicator, expectation: Expectation, wanted: Wanted): void {
    const status = new Status()
    if (this.#random(4) === 0) {
      const message = communicator.mprobe(wanted)
      const { source, tag } = message.status
      expectation.cameAs(source, tag, message.recv())
    } else {
      const got = communicator.recv({ ...wanted, status })
      expectation.cameAs(status.source, status.tag, got)
    }
  }

  async #receiveBytes(communicator: Communicator, expectation: Expectation, wanted: Wanted): Promise<void> {
    const into = this.#buffers[this.#random(2)]
    const check = ({ source, tag, bytes }: Status) => expectation.came(source, tag, into.subarray(0, bytes))
    switch (this.#random(32)) {
      case 0:
        check(await communicator.irecv(into, wanted))
        return
      case 1: {
        using loan = communicator.borrow(wanted)
        expectation.came(loan.status.source, loan.status.tag, loan.view as Uint8Array)
        return
      }
      case 2:
      case 3: {
        const { source, tag, bytes } = this.#probe(communicator, wanted)
        check(communicator.recv(into.subarray(0, bytes), { source, tag }))
        return
      }
      case 4:
      case 5: {
        const message = this.#mprobe(communicator, wanted)
        check(this.#random(2) === 0 ? message.recv(into) : message.irecv(into).wait())
        return
      }
      case 6:
      case 7:
        check(communicator.irecv(into, wanted).wait())
        return
      case 8: {
        const status = new Status()
        const got = communicator.recv({ ...wanted, status }) as Uint8Array
        expectation.came(status.source, status.tag, got)
        return
      }
      default:
        check(communicator.recv(into, wanted))
    }
  }

  #probe(communicator: Communicator, wanted: Wanted): Status {
    for (let look = this.#random(LOOKS); look > 0; look--) {
      const status = communicator.iprobe(wanted)
      if (status !== null) return status
    }
    return communicator.probe(wanted)
  }

  #mprobe(communicator: Communicator, wanted: Wanted) {
    for (let look = this.#random(LOOKS); look > 0; look--) {
      const message = communicator.improbe(wanted)
      if (message !== null) return message
    }
    return communicator.mprobe(wanted)
  }
}
