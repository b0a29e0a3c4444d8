/** Communicators with and without control blocks; calls under way in them, that end well or not. For 2 ranks or more. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { alloc, type Communicator, type Op, type Request, SUM, world } from '../../../../../src/mpi/index.ts'
import { port } from '../../../../../src/mpi/world.ts'
import { takenBlocks } from '../../../../../src/transport/board.ts'
import { ownPlace } from '../../../../../src/transport/place.ts'
import { Segment } from '../../../../../src/transport/segment.ts'
import { randomFrom } from '../../../../attach/random.ts'
import { codeOf, runCases } from '../../../ranks/cases.ts'
import { fillHeap } from './memory.ts'

const [seed, rounds, by] = process.argv.slice(2)
const inBlocks = by !== 'messages'
const { rank, size } = world
const segment = Segment.open(ownPlace()!.segment, size)
const random = randomFrom(Number(seed))
/** More than have lines at a time. */
const MANY = 40

const used = () => ({
  blocks: takenBlocks(segment),
  heap: port.transport.arena.available,
  descriptors: readdirSync('/proc/self/fd').length,
})

function moody(throwsAt: (elements: number) => boolean): Op {
  let elements = 0
  return {
    name: 'moody',
    commutative: true,
    elementwise: true,
    apply(inout: Float64Array, operand: Float64Array) {
      elements += inout.length
      if (throwsAt(elements)) throw new Error(`not on rank ${rank}`)
      for (let i = 0; i < inout.length; i++) inout[i] += operand[i]
    },
  }
}

/** A call of any kind, of which each rank knows what comes out. */
function begin(comm: Communicator, kind: number, number: number): { request: Request<unknown>; check(): void } {
  const { rank, size } = comm
  const sum = (size * (size - 1)) / 2 + size * number
  const length = [1, 50, 1000, 3000, 40_000][number % 5]
  const fill = (array: Float64Array, what: number) => array.fill(what)
  const all = (array: Float64Array, what: number, name: string) =>
    assert.ok(
      array.every((x) => x === what),
      `${name} ${number} of ${length}: ${array[0]}, not ${what}`,
    )
  const own = () => fill(number % 2 === 0 ? alloc(Float64Array, length) : new Float64Array(length), rank + number)
  if (kind === 0) {
    const operand = own()
    return { request: comm.iallreduce(operand), check: () => all(operand, sum, 'sum') }
  }
  if (kind === 1) {
    const root = number % size
    const bytes = rank === root ? own() : new Float64Array(length)
    return { request: comm.ibcast(bytes, { root }), check: () => all(bytes, root + number, 'bcast') }
  }
  if (kind === 2) {
    const recv = new Float64Array(length * size)
    const check = () => {
      for (let from = 0; from < size; from++)
        all(recv.subarray(from * length, (from + 1) * length), from + number, 'part')
    }
    return { request: comm.iallgather(own(), { recv }), check }
  }
  if (kind === 3) return { request: comm.ibarrier(), check: () => undefined }
  const operand = own()
  return {
    request: comm.iscan(operand),
    check: () => all(operand, (rank * (rank + 1)) / 2 + (rank + 1) * number, 'scan'),
  }
}

await runCases({
  'dup and free leave nothing behind, however often': () => {
    // What is made once: the world's block and scratch memory, and what compiles.
    for (let i = 0; i < 3; i++) {
      const comm = world.dup()
      comm.bcast(new Float64Array(1000))
      comm.free()
    }
    world.barrier()
    const before = used()
    assert.equal(before.blocks, inBlocks ? 1 : 0)
    for (let i = 0; i < Number(rounds); i++) {
      const comm = world.dup()
      if (i % 10 === 0) assert.equal(comm.allreduce(i), i * size)
      if (i % 100 === 0) comm.allgather(new Uint8Array(2000), { recv: new Uint8Array(2000 * size) })
      if (i % 1000 === 0) {
        const idup = comm.idup().wait()
        idup.barrier()
        idup.free()
      }
      comm.free()
    }
    world.barrier()
    world.barrier()
    const last = world.dup()
    last.barrier()
    last.free()
    world.barrier()
    const after = used()
    // A rank's scratch memory goes back when the others have said that they are done; then it is given back with the next.
    assert.ok(before.heap - after.heap <= 2 * 8 * 16 * 1024, `${before.heap} bytes were free, and ${after.heap} are`)
    assert.deepEqual({ ...after, heap: 0 }, { ...before, heap: 0 })
  },

  'more communicators than there are control blocks work as well': () => {
    const { count } = segment.blockBits
    const comms = Array.from({ length: count + 20 }, () => world.dup())
    for (const [i, comm] of comms.entries()) assert.equal(comm.allreduce(i + rank), size * i + (size * (size - 1)) / 2)
    assert.equal(takenBlocks(segment), inBlocks ? count : 0)
    const sums = comms.map((comm, i) => comm.iallreduce(new Float64Array(3000).fill(i)))
    for (const [i, sum] of sums.entries()) assert.ok(sum.wait().every((x) => x === i * size))
    for (const comm of comms) comm.free()
    world.barrier()
    assert.equal(takenBlocks(segment), inBlocks ? 1 : 0)
  },

  'many under way on several communicators, waited for in another order on each rank': () => {
    const comms = [world, world.dup(), world.split({ color: 0, key: -rank })!]
    for (let round = 0; round < 5; round++) {
      const begun = Array.from({ length: MANY }, (_, number) => begin(comms[random(comms.length)], random(5), number))
      // The order of waiting is this rank's own.
      const own = randomFrom(Number(seed) + rank * 31 + round)
      while (begun.length > 0) {
        const [{ request, check }] = begun.splice(own(begun.length), 1)
        request.wait()
        check()
      }
    }
    for (const comm of comms.slice(1)) comm.free()
  },

  'an op that throws in the middle of a long reduction, among others that are under way': () => {
    const comm = world.dup()
    // By messages, the last rank only sends.
    const culprit = inBlocks ? size - 1 : 0
    for (const length of [100_000, 300_000]) {
      for (const memory of ['arena', 'ordinary']) {
        const make = () => (memory === 'arena' ? alloc(Float64Array, length) : new Float64Array(length)).fill(1)
        const op = moody((elements) => rank === culprit && elements > 20_000)
        const before = comm.iallreduce(new Float64Array(5000).fill(rank))
        const failing = comm.iallreduce(make(), { op })
        const after = Array.from({ length: 12 }, (_, number) => begin(comm, number % 5, number))
        let told: { code?: string; message: string } = { message: 'nothing' }
        try {
          failing.wait()
        } catch (error) {
          told = error as Error
        }
        if (rank === culprit) assert.equal(told.message, `not on rank ${culprit}`)
        else {
          assert.equal(told.code, 'ERR_COLLECTIVE_PEER')
          assert.match(told.message, new RegExp(`rank ${culprit} failed in allreduce.*: not on rank ${culprit}`))
        }
        for (const { request, check } of after) {
          request.wait()
          check()
        }
        assert.ok(before.wait().every((x) => x === (size * (size - 1)) / 2))
      }
    }
    comm.free()
  },

  'what a call that fails has taken of the heap is given back': () => {
    const comm = world.dup()
    comm.allreduce(new Float64Array(5000))
    const heap = port.transport.arena.available
    for (let round = 0; round < 40; round++) {
      const op = moody(() => rank === 0 || inBlocks)
      assert.notEqual(
        codeOf(() => comm.allreduce(new Float64Array(50_000), { op })),
        'none',
      )
    }
    // All are done with those calls now, and what they held goes with the next that takes something.
    comm.barrier()
    comm.allreduce(new Float64Array(5000))
    assert.equal(port.transport.arena.available, heap)
    comm.free()
  },

  'an op that is no piecework throws when other calls have begun': () => {
    // That goes by messages, long after this rank's line may be another call's.
    const comm = world.dup()
    const whole: Op = { ...moody(() => rank === 0 || size === 1), elementwise: false }
    const failing = comm.iallreduce(new Float64Array(1000).fill(1), { op: whole })
    const others = Array.from({ length: MANY }, (_, number) => begin(comm, number % 5, number))
    for (const { request, check } of others.toReversed()) {
      request.wait()
      check()
    }
    const code = codeOf(() => failing.wait())
    assert.ok(code === 'ERR_COLLECTIVE_PEER' || code.startsWith('Error: not on rank'), code)
    for (let number = 0; number < 20; number++) {
      const { request, check } = begin(comm, number % 5, number)
      request.wait()
      check()
    }
    comm.free()
  },

  'a communicator that begins with a mistake': () => {
    const mistakes: ((comm: Communicator) => unknown)[] = [
      (comm) => comm.allreduce(new Float64Array(rank === 0 ? 1 : 2)),
      (comm) => (rank === 0 ? comm.barrier() : comm.allreduce(1)),
      (comm) => (rank === 0 ? comm.allgather(1) : comm.barrier()),
    ]
    for (const mistake of mistakes) {
      const comm = world.dup()
      assert.match(
        codeOf(() => mistake(comm)),
        /^ERR_COLLECTIVE_(MISMATCH|PEER)$/,
      )
      // Nothing is wrong with the next call.
      assert.equal(comm.allreduce(rank), (size * (size - 1)) / 2)
      comm.free()
      world.barrier()
    }
  },

  'a first call when the heap is full says so to all, or works': () => {
    const comm = world.dup()
    const empty = rank === 0 ? fillHeap() : () => undefined
    const code = codeOf(() => comm.allgather(new Uint8Array(5000), { recv: new Uint8Array(5000 * size) }))
    empty()
    assert.match(code, rank === 0 ? /^(none|ERR_HEAP_FULL)$/ : /^(none|ERR_COLLECTIVE_PEER)$/)
    assert.equal(comm.allreduce(rank, { op: SUM }), (size * (size - 1)) / 2)
    comm.free()
  },
})
