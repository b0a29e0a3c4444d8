import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { probeAttach } from '../../../src/cli/doctor/attach-probe.ts'

const PEER = fileURLToPath(new URL('../../../src/cli/doctor/attach-peer.js', import.meta.url))

test('probeAttach() tries real processes and ends them', async () => {
  const { self, child, stranger, rank, dumpable } = await probeAttach()
  for (const outcome of [self, child, stranger, rank]) assert.match(outcome ?? 'none', /^(none|E[A-Z]+)$/)
  // A process whose own flag forbids it is denied to an ordinary user, and what ranks may do strangers may not always.
  if (stranger === null) assert.equal(rank, null)
  if (rank === null) assert.equal(self, null)
  assert.equal(typeof dumpable, 'boolean')
  assert.deepEqual(children(), [])
})

test('a peer ends by itself when the process that started it goes away', async () => {
  const peer = fork(PEER)
  const answered = once(peer, 'message')
  peer.send({})
  assert.deepEqual(await answered, [{ dumpable: true, errno: 0 }, undefined])
  peer.disconnect()
  assert.deepEqual(await once(peer, 'exit'), [0, null])
})

test('a peer tells the error of an attempt on a process that does not exist', async () => {
  const peer = fork(PEER)
  const answered = once(peer, 'message')
  peer.send({ probe: 0x3fffffff })
  assert.equal((await answered)[0].errno, 3)
  peer.disconnect()
  await once(peer, 'exit')
})

function children(): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === process.pid)
}

function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return 0
  }
}
