import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PROC_NULL, world } from '../../src/mpi/index.ts'
import { runCases } from './run-cases.ts'

for (const ranks of [2, 3]) {
  test(`persistent requests mean what MPI says on ${ranks} ranks`, async (t) => {
    await runCases(t, ranks, 'persistent')
  })
}

test('persistent requests are set up with what they can be started with', () => {
  for (const wrong of [
    () => world.sendInit('x', { dest: 1 }),
    () => world.recvInit({ source: 1 }),
    () => world.bsendInit('x', { dest: -5 }),
  ]) {
    assert.throws(wrong, { code: 'ERR_RANK' })
  }
  assert.throws(() => world.ssendInit('x', { dest: 0, tag: -1 }), { code: 'ERR_TAG' })
  assert.throws(() => world.recvInit(7 as unknown as Uint8Array), { code: 'ERR_NOT_BYTES' })
  assert.equal(world.iprobe(), null)
})

test('a persistent request to or from PROC_NULL is done at once', () => {
  const send = world.sendInit('x', { dest: PROC_NULL })
  const recv = world.recvInit(new Uint8Array(1), { source: PROC_NULL })
  for (let round = 0; round < 2; round++) {
    send.start().wait()
    assert.equal(recv.start().wait().source, PROC_NULL)
  }
})

test('wait() of an inactive request returns at once', () => {
  const request = world.recvInit()
  assert.equal(request.wait(), undefined)
  assert.equal(request.test(), true)
  assert.equal(request.cancel(), false)
  request.start()
  world.send('x', { dest: 0 })
  assert.equal(request.getStatus(), 'x')
  assert.equal(request.active, true)
  assert.equal(request.wait(), 'x')
  assert.equal(request.wait(), 'x')
})
