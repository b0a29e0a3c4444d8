/** Buffered and ready sends between ranks. For 2 ranks. */
import assert from 'node:assert/strict'
import {
  alloc,
  attachBuffer,
  BSEND_OVERHEAD,
  BUFFER_AUTOMATIC,
  detachBuffer,
  flushBuffer,
  iflushBuffer,
  traffic,
  world,
} from '../../../src/mpi/index.ts'
import { codeOf, fill, isFilled, runCases } from './cases.ts'

const sending = world.rank === 0
const LARGE = 100_000

/** What rank 1 receives from rank 0, in order. */
function expect(lengths: readonly number[]): void {
  const into = new Uint8Array(LARGE)
  for (const [index, length] of lengths.entries()) {
    assert.equal(world.recv(into, { source: 0 }).bytes, length)
    assert.ok(isFilled(into.subarray(0, length), index), `message ${index}`)
  }
}

/** Changes what was sent at once: the message must be a copy. */
function bsend(length: number, index: number, way: 'bsend' | 'ibsend' = 'bsend'): void {
  const bytes = fill(new Uint8Array(length), index)
  const request = world[way](bytes, { dest: 1 })
  if (request !== undefined) assert.equal(request.done, true)
  bytes.fill(0xee)
}

await runCases({
  'bsend() and ibsend() send copies, from memory of either kind, and detachBuffer() waits until they are delivered':
    () => {
      const lengths = [0, 10, LARGE, 9000, LARGE, 1]
      const room = lengths.reduce((sum, length) => sum + length + BSEND_OVERHEAD, 0)
      for (const way of ['bsend', 'ibsend'] as const) {
        for (const buffer of [new Uint8Array(room), alloc(Uint8Array, room), BUFFER_AUTOMATIC] as const) {
          if (sending) {
            attachBuffer(buffer)
            for (const [index, length] of lengths.entries()) bsend(length, index, way)
            world.send('sent', { dest: 1, tag: 1 })
            assert.equal(detachBuffer(), buffer)
            assert.equal(detachBuffer(), null)
          } else {
            assert.equal(world.recv({ source: 0, tag: 1 }), 'sent')
            expect(lengths)
          }
        }
      }
    },

  'a message in memory of alloc() is delivered with one copy': () => {
    const mapped = () => traffic().find(({ protocol }) => protocol === 'mapped')?.messages ?? 0
    const before = mapped()
    world.barrier()
    if (sending) {
      attachBuffer(alloc(Uint8Array, LARGE + BSEND_OVERHEAD))
      bsend(LARGE, 0)
      detachBuffer()
    } else {
      expect([LARGE])
      assert.equal(mapped() - before, 1)
    }
  },

  'bsend() throws when the buffer is full, and has room again when messages were delivered': () => {
    if (sending) {
      attachBuffer(new Uint8Array(2 * LARGE))
      bsend(LARGE, 0)
      bsend(LARGE, 1)
      assert.equal(
        codeOf(() => bsend(LARGE, 2)),
        'ERR_BUFFER',
      )
      assert.equal(
        codeOf(() => world.bsendInit(new Uint8Array(LARGE), { dest: 1 }).start()),
        'ERR_BUFFER',
      )
      world.send('full', { dest: 1, tag: 1 })
      assert.equal(world.recv({ source: 1 }), 'one received')
      bsend(LARGE, 2)
      assert.equal(
        codeOf(() => bsend(LARGE, 3)),
        'ERR_BUFFER',
      )
      world.send('full', { dest: 1, tag: 1 })
      flushBuffer()
      bsend(LARGE, 3)
      const flushed = iflushBuffer()
      assert.equal(flushed.test(), false)
      world.send('go on', { dest: 1, tag: 1 })
      flushed.wait()
      assert.equal(iflushBuffer().test(), true)
      detachBuffer()
    } else {
      const into = new Uint8Array(LARGE)
      const next = (index: number) => assert.ok(world.recv(into, { source: 0, tag: 0 }) && isFilled(into, index))
      world.recv({ source: 0, tag: 1 })
      next(0)
      world.send('one received', { dest: 0 })
      world.recv({ source: 0, tag: 1 })
      next(1)
      next(2)
      world.recv({ source: 0, tag: 1 })
      next(3)
    }
  },

  'values are sent from copies too': () => {
    const value = { name: 'field', large: fill(new Uint8Array(LARGE), 5) }
    if (sending) {
      attachBuffer(new Uint8Array(LARGE + 1000 + BSEND_OVERHEAD))
      world.bsend(value, { dest: 1 })
      assert.equal(
        codeOf(() => world.bsend(value, { dest: 1 })),
        'ERR_BUFFER',
      )
      value.large.fill(0)
      world.send('full', { dest: 1, tag: 1 })
      detachBuffer()
    } else {
      world.recv({ source: 0, tag: 1 })
      assert.deepEqual(world.recv({ source: 0 }), value)
    }
  },

  'a communicator uses its own buffer, as long as it has one': () => {
    const comm = world.dup()
    if (sending) {
      const own = new Uint8Array(LARGE)
      comm.attachBuffer(own)
      comm.bsend(fill(new Uint8Array(LARGE), 0), { dest: 1 })
      assert.equal(
        codeOf(() => comm.bsend('x', { dest: 1 })),
        'ERR_BUFFER',
      )
      assert.equal(
        codeOf(() => world.bsend('x', { dest: 1 })),
        'ERR_BUFFER',
      )
      attachBuffer(BUFFER_AUTOMATIC)
      assert.equal(
        codeOf(() => comm.bsend('x', { dest: 1 })),
        'ERR_BUFFER',
      )
      world.bsend('x', { dest: 1 })
      comm.flushBuffer()
      assert.equal(comm.iflushBuffer().test(), true)
      assert.equal(comm.detachBuffer(), own)
      comm.bsend('y', { dest: 1 })
      assert.equal(detachBuffer(), BUFFER_AUTOMATIC)
    } else {
      assert.equal(world.recv({ source: 0 }), 'x')
      const into = new Uint8Array(LARGE)
      comm.recv(into, { source: 0 })
      assert.ok(isFilled(into, 0))
      assert.equal(comm.recv({ source: 0 }), 'y')
    }
    comm.free()
  },

  'a communicator that is freed gives its buffer back when its messages are delivered': () => {
    const comm = world.dup()
    if (sending) {
      const own = alloc(Uint8Array, LARGE + BSEND_OVERHEAD)
      comm.attachBuffer(own)
      comm.bsend(fill(new Uint8Array(LARGE), 1), { dest: 1 })
      comm.free()
      own.fill(0)
    } else {
      const into = new Uint8Array(LARGE)
      comm.recv(into, { source: 0 })
      assert.ok(isFilled(into, 1))
      comm.free()
    }
  },

  'rsend() and irsend() reach a receive that waits': () => {
    if (sending) {
      assert.equal(world.recv({ source: 1 }), 'ready')
      world.rsend('first', { dest: 1 })
      world.irsend(fill(new Uint8Array(LARGE), 2), { dest: 1 }).wait()
    } else {
      const first = world.irecv({ source: 0 })
      const into = new Uint8Array(LARGE)
      const second = world.irecv(into, { source: 0 })
      world.send('ready', { dest: 0 })
      assert.equal(first.wait(), 'first')
      second.wait()
      assert.ok(isFilled(into, 2))
    }
  },

  'messages that nobody has received yet are delivered although their sender has ended': () => {
    if (sending) {
      attachBuffer(new Uint8Array(LARGE + BSEND_OVERHEAD))
      bsend(LARGE, 0)
    } else expect([LARGE])
  },
})
