import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AttachError, attach, type Bytes, type ProcessMemory } from '../../src/index.ts'
import { createPrivateMemory } from '../../src/memory/wasm-memory.ts'
import { bufferAt } from '../../src/os/address.ts'
import { mapShared, mapSharedAt, unmap } from '../../src/os/mapping.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import { pattern, patternAt } from './pattern.ts'
import { protectPage } from './protect.ts'
import { startTarget } from './start-target.ts'

const PAGE = 4096

function detachedView(): Uint8Array {
  const view = new Uint8Array(8)
  structuredClone(view.buffer, { transfer: [view.buffer] })
  return view
}

test('read() copies exactly the bytes asked for, wherever they begin', async () => {
  await using child = await startTarget('wrw')
  using target = attach(child.pid)
  for (const [offset, length] of [
    [0, 1],
    [1, PAGE],
    [PAGE - 1, 2],
    [17, 2 * PAGE + 100],
    [0, 3 * PAGE],
    [3 * PAGE - 1, 1],
  ]) {
    const bytes = target.read(child.address + BigInt(offset), length)
    assert.equal(bytes.constructor, Uint8Array)
    assert.deepEqual(bytes, pattern(offset, length))
  }
})

test('readInto() fills every kind of view, and nothing beside it', async () => {
  await using child = await startTarget('w')
  using target = attach(child.pid)
  const fill = (make: (buffer: ArrayBuffer | SharedArrayBuffer) => Bytes, buffer: ArrayBuffer | SharedArrayBuffer) => {
    new Uint8Array(buffer).fill(0xee)
    target.readInto(make(buffer), child.address + 5n)
    return new Uint8Array(buffer)
  }
  const inTheMiddle = new Uint8Array(64).fill(0xee)
  inTheMiddle.set(pattern(5, 24), 16)
  assert.deepEqual(
    fill((buffer) => new Float64Array(buffer, 16, 3), new ArrayBuffer(64)),
    inTheMiddle,
  )
  assert.deepEqual(
    fill((buffer) => new DataView(buffer, 16, 24), new ArrayBuffer(64)),
    inTheMiddle,
  )
  assert.deepEqual(
    fill((buffer) => new BigInt64Array(buffer, 16, 3), new SharedArrayBuffer(64)),
    inTheMiddle,
  )
  assert.deepEqual(
    fill((buffer) => Buffer.from(buffer as ArrayBuffer, 16, 24), new ArrayBuffer(64)),
    inTheMiddle,
  )
  assert.deepEqual(
    fill((buffer) => buffer, new ArrayBuffer(64)),
    pattern(5, 64),
  )
  assert.deepEqual(
    fill((buffer) => buffer, new SharedArrayBuffer(64)),
    pattern(5, 64),
  )
})

test('write() changes exactly those bytes of the target', async () => {
  await using child = await startTarget('ww')
  using target = attach(child.pid)
  const sent = Float64Array.of(Math.PI, Math.E, -0)
  target.write(child.address + BigInt(PAGE - 9), sent)
  const expected = pattern(0, 2 * PAGE)
  expected.set(new Uint8Array(sent.buffer), PAGE - 9)
  assert.deepEqual(await child.look(0, 2 * PAGE), expected)
})

test('write() and read() need the rights that the target itself has', async () => {
  await using child = await startTarget('ro')
  using target = attach(child.pid)
  assert.deepEqual(target.read(child.address, 100), pattern(0, 100))
  target.write(child.address + BigInt(PAGE), new Uint8Array(100))
  assert.throws(() => target.write(child.address, new Uint8Array(100)), { code: 'EFAULT', message: /is read-only\. / })
  assert.throws(() => target.read(child.address + BigInt(PAGE), 100), { code: 'EFAULT', message: /is write-only\. / })
})

const unreadable: [string, string, RegExp][] = [
  ['ww.', 'nothing is mapped', /EFAULT at 0x[0-9a-f]+, nothing is mapped there\. /],
  ['ww-', 'there is no permission', /memfd:target \(deleted\)\) is without any permission\. /],
  ['wwo', 'there is no permission to read', /is write-only\. /],
]
for (const [layout, why, expected] of unreadable) {
  test(`read() says how far it came when ${why}`, async () => {
    await using child = await startTarget(layout)
    using target = attach(child.pid)
    const [offset, length] = [PAGE + 96, 2 * PAGE]
    const moved = PAGE - 96
    const address = child.address + BigInt(offset)
    const into = new Uint8Array(length).fill(0xee)
    assert.throws(
      () => target.readInto(into, address),
      (error) => {
        assert.ok(error instanceof AttachError)
        const { code, errno, syscall, pid, transferred } = error
        const details = { code, errno, syscall, pid, address: error.address, length: error.length, transferred }
        const common = { code: 'EFAULT', errno: 14, syscall: 'process_vm_readv' }
        assert.deepEqual(details, { ...common, pid: child.pid, address, length, transferred: moved })
        const place = `reading ${length} bytes at 0x${address.toString(16)} of process ${child.pid} failed after ${moved} bytes`
        assert.ok(error.message.startsWith(`${place}: EFAULT at 0x${(address + BigInt(moved)).toString(16)}, `))
        assert.match(error.message, expected)
        return true
      },
    )
    assert.deepEqual(into.subarray(0, moved), pattern(offset, moved))
    assert.ok(into.subarray(moved).every((byte) => byte === 0xee))
    assert.throws(() => target.read(address, length), { code: 'EFAULT', transferred: moved })
  })
}

test('write() says how far it came when the next page is read-only', async () => {
  await using child = await startTarget('wwr')
  using target = attach(child.pid)
  const address = child.address + BigInt(PAGE)
  assert.throws(() => target.write(address, new Uint8Array(PAGE + 1)), {
    code: 'EFAULT',
    syscall: 'process_vm_writev',
    address,
    length: PAGE + 1,
    transferred: PAGE,
    message: /^writing 4097 bytes at .* failed after 4096 bytes: EFAULT at .* is read-only\. /,
  })
  const expected = pattern(0, 3 * PAGE)
  expected.fill(0, PAGE, 2 * PAGE)
  assert.deepEqual(await child.look(0, 3 * PAGE), expected)
})

test('read() and write() know the lowest and the highest addresses', () => {
  using self = attach(process.pid)
  for (const address of [
    0n,
    1n,
    1n << 47n,
    1n << 53n,
    (1n << 53n) + 1n,
    1n << 63n,
    0xffff_ffff_ffff_f000n,
    0xffff_ffff_ffff_ffffn,
  ]) {
    const failure = { name: 'AttachError', code: 'EFAULT', address, transferred: 0, message: /nothing is mapped there/ }
    assert.throws(() => self.read(address, 16), failure)
    assert.throws(() => self.write(address, new Uint8Array(16)), failure)
  }
})

test('read(), readInto() and write() of nothing do nothing, anywhere', () => {
  using self = attach(process.pid)
  assert.equal(self.read(0n, 0).length, 0)
  self.readInto(new Uint8Array(0), 0n)
  self.write(0xffff_ffff_ffff_ffffn, new Uint8Array(0))
})

test('read(), readInto() and write() refuse wrong arguments', () => {
  using self = attach(process.pid)
  const into = new Uint8Array(8)
  const address = (value: unknown) => value as bigint
  for (const wrong of [0, 4096, '0', undefined, null]) {
    assert.throws(() => self.read(address(wrong), 8), { name: 'TypeError', code: 'ERR_ADDRESS' })
    assert.throws(() => self.readInto(into, address(wrong)), { name: 'TypeError', code: 'ERR_ADDRESS' })
    assert.throws(() => self.write(address(wrong), into), { name: 'TypeError', code: 'ERR_ADDRESS' })
  }
  for (const wrong of [-1n, 1n << 64n]) {
    assert.throws(() => self.read(wrong, 8), { name: 'RangeError', code: 'ERR_ADDRESS' })
    assert.throws(() => self.write(wrong, into), { name: 'RangeError', code: 'ERR_ADDRESS' })
  }
  for (const wrong of [-1, 0.5, Number.NaN, 2 ** 53, '8', undefined]) {
    assert.throws(() => self.read(0n, wrong as number), { name: 'RangeError', code: 'ERR_LENGTH' })
  }
  assert.throws(() => self.read(0n, 2 ** 52), { name: 'RangeError', code: 'ERR_LENGTH', message: /no room/ })
  for (const wrong of [undefined, null, 8, 'text', [1, 2]]) {
    assert.throws(() => self.readInto(wrong as unknown as Uint8Array, 0n), { name: 'TypeError', code: 'ERR_NOT_BYTES' })
    assert.throws(() => self.write(0n, wrong as unknown as Uint8Array), { name: 'TypeError', code: 'ERR_NOT_BYTES' })
  }
  assert.throws(() => self.readInto(detachedView(), 0n), { name: 'TypeError', code: 'ERR_DETACHED' })
})

test('a disposed ProcessMemory refuses everything, and can be disposed again', () => {
  const self = attach(process.pid)
  self[Symbol.dispose]()
  const into = new Uint8Array(8)
  const calls: ((memory: ProcessMemory) => unknown)[] = [
    (memory) => memory.read(0n, 8),
    (memory) => memory.read(0n, 0),
    (memory) => memory.readInto(into, 0n),
    (memory) => memory.write(0n, into),
    (memory) => memory.readv([into], [{ address: 0n, length: 8 }]),
    (memory) => memory.writev([], []),
    (memory) => memory.mappings(),
  ]
  for (const call of calls)
    assert.throws(() => call(self), { code: 'ERR_CLOSED', message: /was disposed: attach anew/ })
  self[Symbol.dispose]()
})

test('readInto() and write() say so when it is the own buffer that cannot be accessed', async () => {
  await using child = await startTarget('ww')
  using target = attach(child.pid)
  const address = mapShared(createMemfd('local', 2 * PAGE), 0, 2 * PAGE)
  const own = new Uint8Array(bufferAt(address, 2 * PAGE))
  const failure = { code: 'EFAULT', transferred: PAGE }
  protectPage(address + PAGE, 'r')
  const readOnly = /this process's own buffer: at 0x.* is read-only\. /
  assert.throws(() => target.readInto(own, child.address), { ...failure, message: readOnly })
  assert.deepEqual(own, Uint8Array.from([...pattern(0, PAGE), ...new Uint8Array(PAGE)]))
  target.write(child.address, own)
  assert.deepEqual(await child.look(0, 2 * PAGE), own)
  protectPage(address + PAGE, '-')
  const nothing = /this process's own buffer: at 0x.* is without any permission\. /
  assert.throws(() => target.write(child.address, own), { ...failure, message: nothing })
  unmap(address, 2 * PAGE)
})

test('readInto() and write() move more than 2 GiB', () => {
  const PART = 64 * 1024 * 1024
  const parts = 33
  const extra = 12_345
  // A few pages mapped again and again stand for much memory.
  const repeated = () => {
    const fd = createMemfd('repeated', PART)
    const { buffer, address } = createPrivateMemory(parts * PART)
    for (let part = 0; part < parts; part++) mapSharedAt(address + part * PART, fd, 0, PART)
    return { bytes: new Uint8Array(buffer, 0, parts * PART - extra), address: BigInt(address) }
  }
  const [local, remote] = [repeated(), repeated()]
  const probes = [0, 1, PAGE, PART - extra - 1, PART - 1]
  using self = attach(process.pid)

  for (const offset of probes) remote.bytes[offset] = patternAt(offset) | 1
  self.readInto(local.bytes, remote.address)
  assert.ok(local.bytes.length > 2 ** 31)
  for (const offset of probes) assert.equal(local.bytes[offset], patternAt(offset) | 1)

  for (const offset of probes) local.bytes[offset] = 0xaa
  self.write(remote.address, local.bytes)
  for (const offset of probes) assert.equal(remote.bytes[offset], 0xaa)
})
