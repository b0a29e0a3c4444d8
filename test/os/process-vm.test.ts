import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { test } from 'node:test'
import { addressOfBytes } from '../../src/os/address.ts'
import { mapShared, mapSharedAt, PAGE, unmap } from '../../src/os/mapping.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import {
  IOV_MAX,
  MAX_BYTES,
  probe,
  setLocal,
  setRemote,
  setRemoteRange,
  transfer,
  transferLists,
} from '../../src/os/process-vm.ts'

const { EFAULT, EINVAL, ESRCH } = constants.errno
const { pid } = process

/** Pages of which the last one is not mapped any more. */
function pagesBeforeHole(pages: number): number {
  const address = mapShared(createMemfd('pages', (pages + 1) * PAGE), 0, (pages + 1) * PAGE)
  unmap(address + pages * PAGE, PAGE)
  return address
}

async function endedPid(): Promise<number> {
  const child = spawn('true')
  await once(child, 'exit')
  return child.pid!
}

test('transferLists() moves between lists of different cut, in both directions', () => {
  const [local, remote] = [new Uint8Array(10), Uint8Array.from({ length: 10 }, (_, index) => index + 1)]
  for (const [write, source, destination] of [
    [false, remote, local],
    [true, local, remote],
  ] as const) {
    destination.fill(0)
    source.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const [near, far] = [addressOfBytes(local), addressOfBytes(remote)]
    setLocal(0, near, 3)
    setLocal(1, near + 3, 7)
    setRemote(0, far, 6)
    setRemote(1, far + 6, 1)
    setRemoteRange(2, BigInt(far + 7), 3)
    assert.equal(transferLists(write, pid, 2, 3), 10)
    assert.deepEqual([...destination], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  }
})

test('transferLists() gives the bytes before a hole, and EFAULT only when there are none', () => {
  const address = pagesBeforeHole(2)
  const into = new Uint8Array(3 * PAGE)
  setLocal(0, addressOfBytes(into), into.length)
  setRemote(0, address + 10, into.length)
  assert.equal(transferLists(false, pid, 1, 1), 2 * PAGE - 10)
  setRemote(0, address + 2 * PAGE, 1)
  assert.equal(transferLists(false, pid, 1, 1), -EFAULT)
  unmap(address, 2 * PAGE)
})

test('transferLists() moves MAX_BYTES in one call, and no more', () => {
  const part = 64 * 1024 * 1024
  const parts = Math.ceil(MAX_BYTES / part) + 1
  const [local, remote] = [new Uint8Array(part), new Uint8Array(part).fill(7)]
  for (let index = 0; index < parts; index++) {
    setLocal(index, addressOfBytes(local), part)
    setRemote(index, addressOfBytes(remote), part)
  }
  assert.equal(transferLists(false, pid, parts, parts), MAX_BYTES)
  assert.ok(local.every((byte) => byte === 7))
})

test('transferLists() takes IOV_MAX ranges a side, and no more', () => {
  const [local, remote] = [new Uint8Array(IOV_MAX), new Uint8Array(IOV_MAX).map((_, index) => index)]
  for (let index = 0; index < IOV_MAX; index++) {
    setLocal(index, addressOfBytes(local) + index, 1)
    setRemoteRange(index, BigInt(addressOfBytes(remote) + IOV_MAX - 1 - index), 1)
  }
  assert.equal(transferLists(false, pid, IOV_MAX, IOV_MAX), IOV_MAX)
  assert.deepEqual(local, remote.toReversed())
  assert.equal(transferLists(false, pid, 1, IOV_MAX + 1), -EINVAL)
})

test('transferLists() of nothing is 0', () => {
  setLocal(0, 0, 0)
  setRemote(0, 0, 0)
  assert.equal(transferLists(false, pid, 1, 1), 0)
  assert.equal(transferLists(true, pid, 0, 0), 0)
})

test('setRemoteRange() keeps all 64 bits of an address', (context) => {
  const into = new Uint8Array(16)
  const low = BigInt(addressOfBytes(into))
  setLocal(0, addressOfBytes(into), 16)
  // An address that lost its upper bits would be that of the array itself.
  for (const high of [1n << 47n, 1n << 53n, 1n << 63n, 0xffff_0000_0000_0000n]) {
    setRemoteRange(0, high + low, 16)
    assert.equal(transferLists(false, pid, 1, 1), -EFAULT)
  }
  setRemoteRange(0, low, 16)
  assert.equal(transferLists(false, pid, 1, 1), 16)
  try {
    mapSharedAt(0, createMemfd('zero', PAGE), 0, PAGE)
  } catch {
    context.diagnostic('the highest address is not tried: this process may not map address 0')
    return
  }
  // As a number the highest address would be 2^64, whose lower 64 bits are 0.
  setRemoteRange(0, 0xffff_ffff_ffff_ffffn, 16)
  assert.equal(transferLists(false, pid, 1, 1), -EFAULT)
  setRemoteRange(0, 0n, 16)
  assert.equal(transferLists(false, pid, 1, 1), 16)
  unmap(0, PAGE)
})

test('transfer() moves all, or gives the errno that ended it', async () => {
  const address = pagesBeforeHole(2)
  const into = new Uint8Array(3 * PAGE)
  const near = addressOfBytes(into)
  assert.equal(transfer(true, pid, near, address, 2 * PAGE), 0)
  assert.equal(transfer(false, pid, near, address, 2 * PAGE), 0)
  assert.equal(transfer(false, pid, near, address + 10, 2 * PAGE), EFAULT)
  assert.equal(transfer(false, pid, near, 0, 0), 0)
  assert.equal(transfer(false, await endedPid(), near, address, 1), ESRCH)
  unmap(address, 2 * PAGE)
})

test('probe() gives 0 for a process that may be attached to, and the errno otherwise', async () => {
  assert.equal(probe(pid), 0)
  assert.equal(probe(await endedPid()), ESRCH)
})
