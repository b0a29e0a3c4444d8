import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attachBuffer, BUFFER_AUTOMATIC, detachBuffer, flushBuffer, PROC_NULL, world } from '../../src/mpi/index.ts'
import { runCases } from './run-cases.ts'

test('buffered and ready sends mean what MPI says', async (t) => {
  await runCases(t, 2, 'send-modes')
})

test('attachBuffer() takes bytes or BUFFER_AUTOMATIC, one at a time', () => {
  assert.throws(() => attachBuffer([1, 2] as unknown as Uint8Array), { code: 'ERR_NOT_BYTES' })
  attachBuffer(BUFFER_AUTOMATIC)
  assert.throws(() => attachBuffer(new Uint8Array(10)), { code: 'ERR_BUFFER' })
  assert.equal(detachBuffer(), BUFFER_AUTOMATIC)
  assert.equal(detachBuffer(), null)
  flushBuffer()
})

test('bsend() without a buffer throws, except to PROC_NULL', () => {
  assert.throws(() => world.bsend('x', { dest: 0 }), { code: 'ERR_BUFFER', message: /no send buffer is attached/ })
  world.bsend('x', { dest: PROC_NULL })
  world.ibsend('x', { dest: PROC_NULL }).wait()
  assert.throws(() => world.bsend('x', { dest: 1 }), { code: 'ERR_RANK' })
  assert.equal(world.iprobe(), null)
})

test('a message to oneself has its place in the buffer until it is received', () => {
  attachBuffer(new Uint8Array(10))
  const bytes = new Uint8Array(10).fill(1)
  world.bsend(bytes, { dest: 0 })
  bytes.fill(2)
  assert.throws(() => world.bsend(bytes, { dest: 0 }), { code: 'ERR_BUFFER' })
  assert.throws(() => flushBuffer(), { code: 'ERR_DEADLOCK' })
  assert.deepEqual(world.recv({ source: 0 }), new Uint8Array(10).fill(1))
  world.bsend(bytes, { dest: 0 })
  world.recv(bytes)
  detachBuffer()
})

test('a buffer that lost its memory is told', () => {
  const buffer = new Uint8Array(1000)
  attachBuffer(buffer)
  structuredClone(buffer.buffer, { transfer: [buffer.buffer] })
  assert.throws(() => world.bsend('x', { dest: 0 }), { code: 'ERR_DETACHED' })
  detachBuffer()
})
