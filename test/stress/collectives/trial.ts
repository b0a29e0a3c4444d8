import assert from 'node:assert/strict'
import { type Bytes, bytesOf, type TypedArray } from '../../../src/memory/bytes.ts'
import { alloc, IN_PLACE, type Op, type TypedArrayConstructor } from '../../../src/mpi/index.ts'
import { randomFrom } from '../../attach/random.ts'
import { perRank, sameBytes } from '../../mpi/collectives/setting.ts'
import type { Kind, Plan } from './plan.ts'

/** One rank's part in a call: what it is called with, and whether what came of it is right. */
export interface Trial {
  readonly args: unknown[]
  /** @throws when it is not what a simple program finds */
  check(result: unknown): void
}

export interface Place {
  readonly rank: number
  readonly size: number
  /** Tells apart the communicators that one split has made. */
  readonly group: number
  /** Whether memory comes from the arena. */
  readonly arena: boolean
}

export function trialOf(plan: Plan, place: Place): Trial {
  return new Inputs(plan, place).trials[plan.kind]()
}

/** What all ranks bring into a call, and what simple programs make of it. */
class Inputs {
  readonly plan: Plan
  readonly place: Place
  readonly root: number
  readonly isRoot: boolean

  constructor(plan: Plan, place: Place) {
    this.plan = plan
    this.place = place
    this.root = plan.root % place.size
    this.isRoot = place.rank === this.root
  }

  readonly trials: Record<Kind, () => Trial> = {
    barrier: () => ({ args: [], check: (result) => assert.equal(result, undefined) }),
    bcast: () => this.bcast(),
    gather: () => this.gather('gather'),
    gatherv: () => this.gather('gatherv'),
    scatter: () => this.scatter(false),
    scatterv: () => this.scatter(true),
    allgather: () => this.gather('allgather'),
    allgatherv: () => this.gather('allgatherv'),
    alltoall: () => this.alltoall(),
    alltoallv: () => this.alltoallv(),
    alltoallw: () => this.alltoallw(),
    reduce: () => this.reduce(true),
    allreduce: () => this.reduce(false),
    reduceScatter: () => this.reduceScatter(this.counts()),
    reduceScatterBlock: () => this.reduceScatter(null),
    scan: () => this.scan(0),
    exscan: () => this.scan(1),
  }

  private bcast(): Trial {
    const { plan, root, isRoot } = this
    if (plan.values) {
      const value = this.value(root, 0)
      return { args: [isRoot ? value : undefined, { root }], check: (result) => assert.deepEqual(result, value) }
    }
    const buffer = this.room(plan.length)
    if (isRoot) copy(this.numbers(root, plan.length), buffer)
    return this.trial([buffer, { root }], buffer, this.numbers(root, plan.length))
  }

  /** With a root or for all, of equal parts or not. */
  private gather(kind: 'gather' | 'gatherv' | 'allgather' | 'allgatherv'): Trial {
    const { plan, root } = this
    const { rank, size } = this.place
    const rooted = !kind.startsWith('all')
    const counted = kind.endsWith('v')
    const takes = !rooted || this.isRoot
    const where = rooted ? { root } : {}
    if (plan.values && !counted) {
      const expected = perRank(size, (from) => this.value(from, 0))
      const check = (result: unknown) => assert.deepEqual(result, takes ? expected : undefined)
      return { args: [this.value(rank, 0), where], check }
    }
    const counts = counted ? this.counts() : perRank(size, () => plan.length)
    const parts = perRank(size, (from) => this.numbers(from, counts[from]))
    const whole = this.joined(parts)
    if (!takes) return this.trial([this.placed(parts[rank]), where], null, null)
    const recv = this.room(whole.length)
    const options = { ...where, recv, ...(counted ? { counts } : {}) }
    if (!plan.inPlace) return this.trial([this.placed(parts[rank]), options], recv, whole)
    const begin = sum(counts.slice(0, rank))
    copy(parts[rank], recv.subarray(begin, begin + counts[rank]))
    return this.trial([IN_PLACE, options], recv, whole)
  }

  private scatter(counted: boolean): Trial {
    const { plan, root, isRoot } = this
    const { rank, size } = this.place
    if (plan.values && !counted) {
      const values = perRank(size, (to) => this.value(to, 0))
      const check = (result: unknown) => assert.deepEqual(result, values[rank])
      return { args: [isRoot ? values : undefined, { root }], check }
    }
    const counts = counted ? this.counts() : perRank(size, () => plan.length)
    const whole = this.numbers(root, sum(counts))
    const begin = sum(counts.slice(0, rank))
    const own = whole.slice(begin, begin + counts[rank])
    const send = isRoot ? this.placed(whole) : undefined
    const where = isRoot && counted ? { root, counts } : { root }
    if (isRoot && plan.inPlace) return this.trial([send, { ...where, recv: IN_PLACE }], send!, whole)
    const recv = this.room(own.length)
    return this.trial([send, { ...where, recv }], recv, own)
  }

  private alltoall(): Trial {
    const { plan } = this
    const { rank, size } = this.place
    if (plan.values) {
      const expected = perRank(size, (from) => this.value(from, rank))
      const send = perRank(size, (to) => this.value(rank, to))
      return { args: [send], check: (result) => assert.deepEqual(result, expected) }
    }
    const { length } = plan
    const part = (from: number, to: number) => this.numbers(from, length * size).slice(to * length, (to + 1) * length)
    const expected = this.joined(perRank(size, (from) => part(from, rank)))
    const send = this.placed(this.numbers(rank, length * size))
    if (plan.inPlace) return this.trial([IN_PLACE, { recv: send }], send, expected)
    const recv = this.room(length * size)
    return this.trial([send, { recv }], recv, expected)
  }

  private alltoallv(): Trial {
    const { rank, size } = this.place
    const sendCounts = perRank(size, (to) => this.between(rank, to))
    const recvCounts = perRank(size, (from) => this.between(from, rank))
    const send = this.joined(perRank(size, (to) => this.letter(rank, to)))
    const expected = this.joined(perRank(size, (from) => this.letter(from, rank)))
    if (this.plan.inPlace) {
      const recv = this.placed(send)
      return this.trial([IN_PLACE, { recv, recvCounts }], recv, expected)
    }
    const recv = this.room(expected.length)
    return this.trial([this.placed(send), { sendCounts, recv, recvCounts }], recv, expected)
  }

  private alltoallw(): Trial {
    const { rank, size } = this.place
    const sends = perRank(size, (to) => this.placed(this.letter(rank, to)))
    const expected = this.joined(perRank(size, (from) => this.letter(from, rank)))
    const recvs = this.plan.inPlace ? sends : perRank(size, (from) => this.room(this.between(from, rank)))
    const args = [this.plan.inPlace ? IN_PLACE : sends, { recvs }]
    return { args, check: () => same(this.joined(recvs), expected, this.plan) }
  }

  private reduce(rooted: boolean): Trial {
    const { plan, root } = this
    const { op, length } = plan
    const own = this.placed(this.numbers(this.place.rank, length))
    const takes = !rooted || this.isRoot
    const where = rooted ? { op, root } : { op }
    if (!takes) return this.trial([own, where], null, null)
    const expected = this.combined(length)
    if (plan.inPlace) return this.trial([IN_PLACE, { ...where, recv: own }], own, expected)
    if (plan.values) return this.trial([own, where], own, expected)
    const recv = this.room(length)
    return this.trial([own, { ...where, recv }], recv, expected)
  }

  /** @param given null for equal parts */
  private reduceScatter(given: number[] | null): Trial {
    const { plan } = this
    const { rank, size } = this.place
    const counts = given ?? perRank(size, () => plan.length)
    const length = sum(counts)
    const begin = sum(counts.slice(0, rank))
    const expected = this.combined(length).slice(begin, begin + counts[rank])
    const own = this.placed(this.numbers(rank, length))
    const options = given === null ? { op: plan.op } : { op: plan.op, counts }
    if (plan.inPlace) {
      return this.trial([IN_PLACE, { ...options, recv: own }], own.subarray(0, counts[rank]), expected)
    }
    const recv = this.room(counts[rank])
    return this.trial([own, { ...options, recv }], recv, expected)
  }

  /** @param behind 1 for an exclusive scan */
  private scan(behind: number): Trial {
    const { op, length, inPlace } = this.plan
    const { rank } = this.place
    const own = this.placed(this.numbers(rank, length))
    const recv = inPlace ? own : this.room(length)
    let expected = rank < behind ? (recv.slice() as TypedArray) : this.numbers(0, length)
    for (let next = 1; next <= rank - behind; next++) {
      const higher = this.numbers(next, length)
      apply(op, higher, expected)
      expected = higher
    }
    return this.trial([inPlace ? IN_PLACE : own, { recv, op }], recv, expected)
  }

  /** The operands of all ranks, neighbours first. */
  private combined(length: number): TypedArray {
    let runs = perRank(this.place.size, (rank) => this.numbers(rank, length))
    while (runs.length > 1) {
      const longer: TypedArray[] = []
      for (let i = 0; i < runs.length; i += 2) {
        if (i + 1 < runs.length) apply(this.plan.op, runs[i + 1], runs[i])
        longer.push(runs[Math.min(i + 1, runs.length - 1)])
      }
      runs = longer
    }
    return runs[0]
  }

  private trial(args: unknown[], actual: TypedArray | null, expected: TypedArray | null): Trial {
    return {
      args,
      check: (result) => {
        if (actual === null) assert.equal(result, undefined)
        else same(actual, expected!, this.plan)
      },
    }
  }

  /** Parts that differ in length; matrices stay whole. */
  private counts(): number[] {
    const random = randomFrom(this.plan.seed + this.place.group)
    return perRank(this.place.size, () => 4 * (random(this.plan.length + 1) >>> 2))
  }

  /** How many elements two ranks have for each other. */
  private between(a: number, b: number): number {
    const pair = Math.min(a, b) * 128 + Math.max(a, b)
    return randomFrom(this.plan.seed + 31 * pair)(this.plan.length + 1)
  }

  private letter(from: number, to: number): TypedArray {
    return this.numbers(from * 128 + to, this.between(from, to))
  }

  private value(from: number, to: number): unknown {
    const { length, seed } = this.plan
    return { from, to, seed, list: new Array(length % 7).fill('x'), numbers: this.numbers(from * 128 + to, length) }
  }

  /** The numbers that `rank` brings. */
  private numbers(rank: number, length: number): TypedArray {
    const random = randomFrom(
      this.plan.seed ^ Math.imul(rank + 1, 0x27d4eb2f) ^ Math.imul(this.place.group + 1, 0x165667b1),
    )
    const array = new this.plan.type(length)
    if (array instanceof BigInt64Array || array instanceof BigUint64Array) {
      for (let i = 0; i < length; i++) array[i] = BigInt(random(2 ** 31)) * 0x123456789n
    } else {
      const divisor = array instanceof Float64Array || array instanceof Float32Array ? 7 : 1
      for (let i = 0; i < length; i++) array[i] = random(100_000) / divisor
    }
    return array
  }

  private room(length: number): TypedArray {
    const { type } = this.plan
    return this.place.arena ? alloc(type as unknown as TypedArrayConstructor, length) : new type(length)
  }

  private placed(numbers: TypedArray): TypedArray {
    const room = this.room(numbers.length)
    copy(numbers, room)
    return room
  }

  private joined(parts: readonly TypedArray[]): TypedArray {
    const whole = new this.plan.type(sum(parts.map(({ length }) => length)))
    let at = 0
    for (const part of parts) {
      copy(part, whole.subarray(at, at + part.length))
      at += part.length
    }
    return whole
  }
}

function apply(op: Op, inout: TypedArray, operand: TypedArray): void {
  if (inout.length > 0) op.apply(inout, operand)
}

function same(actual: Bytes, expected: Bytes, { kind, length, type, op }: Plan): void {
  sameBytes(bytesOf(actual), bytesOf(expected), `${kind} of ${length} ${type.name} with ${op.name}`)
}

function copy(from: TypedArray, into: TypedArray): void {
  into.set(from as Uint8Array & BigInt64Array)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
