/** Values that travel by structured clone, with their large buffers apart. For 2 ranks or more. */
import assert from 'node:assert/strict'
import { alloc, Status, waitAll, world } from '../../../src/mpi/index.ts'
import { runCases } from './cases.ts'

const { rank, size } = world
const sending = rank === 0
const receiving = rank === 1
const field = (length: number, value: number) => new Float64Array(length).fill(value)

await runCases({
  'values arrive as they were': () => {
    const values = [
      undefined,
      null,
      0,
      'text',
      5n,
      [1, [2]],
      { a: { b: 1 } },
      new Map([[1, new Set([2])]]),
      new Date(5),
      /x/g,
    ]
    for (const value of values) {
      if (sending) world.send(value, { dest: 1 })
      if (receiving) assert.deepEqual(world.recv({ source: 0 }), value)
    }
  },

  'typed arrays, Buffers and views arrive as new ones of the same kind': () => {
    for (const length of [0, 3, 1000, 50_000]) {
      for (const value of [
        new Float64Array(length).fill(1.5),
        new BigUint64Array(length).fill(9n),
        new Int16Array(length).fill(-2),
        alloc(Uint32Array, length).fill(7),
        Buffer.alloc(length, 'ab'),
        new ArrayBuffer(length),
        new DataView(new ArrayBuffer(length)),
      ]) {
        const status = new Status()
        if (sending) world.send(value, { dest: 1, tag: 3 })
        if (receiving) {
          const got = world.recv({ source: 0, status }) as Uint8Array
          assert.equal(got.constructor, value.constructor)
          assert.deepEqual(got, Object.hasOwn(value, Symbol.dispose) ? new Uint32Array(length).fill(7) : value)
          assert.deepEqual([status.source, status.tag, status.bytes], [0, 3, value.byteLength])
        }
      }
    }
  },

  'large buffers in values travel whole, from anywhere, and are new memory': () => {
    for (const length of [600, 5000, 200_000]) {
      const arena = alloc(Float64Array, length).fill(1)
      const value = () => ({ arena, ordinary: field(length, 2), list: [field(length, 3), 'text', arena.subarray(1)] })
      if (sending) world.send(value(), { dest: 1 })
      if (receiving) {
        const got = world.recv({ source: 0 }) as ReturnType<typeof value>
        assert.deepEqual([got.arena[0], got.ordinary.at(-1), (got.list[0] as Float64Array)[1]], [1, 2, 3])
        assert.deepEqual(
          [got.arena.length, got.ordinary.length, (got.list[2] as Float64Array).length],
          [length, length, length - 1],
        )
        got.arena.fill(9)
      }
      world.barrier()
      assert.ok(arena.every((element) => element === 1))
    }
  },

  'values with large buffers do not mix, in whatever order they are received': () => {
    const count = 50
    if (sending) {
      waitAll(
        Array.from({ length: count }, (_, tag) => world.isend({ tag, field: field(2000, tag) }, { dest: 1, tag })),
      )
    } else if (receiving) {
      for (const tag of Array.from({ length: count }, (_, index) => (index * 7) % count)) {
        const got = world.recv({ source: 0, tag }) as { tag: number; field: Float64Array }
        assert.equal(got.tag, tag)
        assert.ok(got.field.every((element) => element === tag))
      }
    }
  },

  'values of collectives do not mix with those of messages': () => {
    const message = { kind: 'message', field: field(2000, 1) }
    const broadcast = { kind: 'broadcast', field: field(2000, 2) }
    for (let round = 0; round < 4; round++) {
      const copy = world.dup()
      const dests = Array.from({ length: size - 1 }, (_, index) => (round % 2 === 0 ? index + 1 : size - 1 - index))
      const requests = sending ? dests.map((dest) => copy.isend(message, { dest })) : []
      const got = copy.bcast(sending ? broadcast : undefined) as typeof broadcast
      assert.equal(got.kind, 'broadcast')
      assert.ok(got.field.every((element) => element === 2))
      if (!sending) {
        const other = copy.recv({ source: 0 }) as typeof message
        assert.equal(other.kind, 'message')
        assert.ok(other.field.every((element) => element === 1))
      }
      waitAll(requests)
    }
  },

  'a value that cannot be cloned is refused before anything is sent': () => {
    if (sending) {
      assert.throws(() => world.send({ call: () => 1, field: field(10_000, 1) }, { dest: 1 }), {
        code: 'ERR_NOT_CLONEABLE',
      })
      world.send({ field: field(10_000, 3) }, { dest: 1 })
    } else if (receiving) {
      const got = world.recv({ source: 0 }) as { field: Float64Array }
      assert.equal(got.field[9999], 3)
    }
  },

  'a value into a buffer is refused, and waits for a receive without one': () => {
    const value = { field: field(10_000, 4) }
    if (sending) world.send(value, { dest: 1 })
    if (receiving) {
      assert.throws(() => world.recv(new Uint8Array(100_000), { source: 0 }), { code: 'ERR_VALUE_MESSAGE' })
      const message = world.mprobe({ source: 0 })
      assert.throws(() => message.recv(new Uint8Array(100_000)), { code: 'ERR_VALUE_MESSAGE' })
      assert.deepEqual(message.recv(), value)
    }
  },

  'values are sent by all to all at once, nonblocking and awaited': async () => {
    const requests = Array.from({ length: size }, (_, dest) =>
      world.isend({ rank, field: field(3000, rank) }, { dest }),
    )
    const values = await Promise.all(Array.from({ length: size }, (_, source) => world.irecv({ source })))
    for (const [source, value] of values.entries()) {
      assert.deepEqual(value, { rank: source, field: field(3000, source) })
    }
    await Promise.all(requests)
  },

  'ssend() of a value ends when its receiver has it': () => {
    if (sending) {
      const value = { field: field(100_000, 5) }
      world.ssend(value, { dest: 1 })
      value.field.fill(6)
      world.send('changed', { dest: 1, tag: 1 })
    } else if (receiving) {
      const got = world.recv({ source: 0, tag: 0 }) as { field: Float64Array }
      world.recv({ source: 0, tag: 1 })
      assert.ok(got.field.every((element) => element === 5))
    }
  },
})
