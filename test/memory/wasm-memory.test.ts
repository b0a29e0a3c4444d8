import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, readFileSync, writeSync } from 'node:fs'
import { test } from 'node:test'
import { createPrivateMemory, createSharedMemory, MAX_WASM_BYTES } from '../../src/memory/wasm-memory.ts'
import { mapSharedAt, PAGE } from '../../src/os/mapping.ts'
import { createMemfd } from '../../src/os/memfd.ts'

/** Runs a program of a few lines in another process. @returns what it printed */
function run(program: string, through: readonly string[] = []): string {
  const url = (path: string) => new URL(`../../src/${path}`, import.meta.url).href
  const head = `
    import { readFileSync } from 'node:fs'
    import { setImmediate } from 'node:timers/promises'
    import { createPrivateMemory, createSharedMemory, MAX_WASM_BYTES } from '${url('memory/wasm-memory.js')}'
    import { mapSharedAt } from '${url('os/mapping.js')}'
    import { createMemfd } from '${url('os/memfd.js')}'`
  const node = [process.execPath, '--expose-gc', '--input-type=module', '--eval', head + program]
  const [command, ...rest] = [...through, ...node]
  const { stdout, stderr } = spawnSync(command, rest, { encoding: 'utf8' })
  assert.equal(stderr, '')
  return stdout.trim()
}

test('createPrivateMemory() gives zeros at a page border, in multiples of 64 KiB', () => {
  for (const bytes of [1, 65_536, 65_537, 1_000_000]) {
    const { buffer, address } = createPrivateMemory(bytes)
    assert.ok(buffer instanceof ArrayBuffer)
    assert.equal(buffer.byteLength, Math.ceil(bytes / 65_536) * 65_536)
    assert.equal(address % PAGE, 0)
    assert.ok(new Uint8Array(buffer).every((byte) => byte === 0))
  }
})

test('createSharedMemory() gives a SharedArrayBuffer', () => {
  const { buffer, address } = createSharedMemory(100_000)
  assert.ok(buffer instanceof SharedArrayBuffer)
  assert.equal(buffer.byteLength, 131_072)
  assert.equal(address % PAGE, 0)
})

test('createPrivateMemory() gives as much as one memory can have', () => {
  const { buffer } = createPrivateMemory(MAX_WASM_BYTES)
  assert.equal(buffer.byteLength, 2 ** 32)
  const bytes = new Uint8Array(buffer)
  bytes[2 ** 32 - 1] = 7
  assert.equal(bytes.at(-1), 7)
})

for (const create of [createPrivateMemory, createSharedMemory]) {
  test(`a file mapped over ${create.name}() is what its buffer shows`, () => {
    const { buffer, address } = create(4 * PAGE)
    const bytes = new Uint8Array(buffer)
    const fd = createMemfd('wasm-memory-test', 2 * PAGE)
    writeSync(fd, 'before', PAGE)
    bytes.fill(1)
    mapSharedAt(address + PAGE, fd, PAGE, PAGE)
    closeSync(fd)
    assert.equal(Buffer.from(bytes.subarray(PAGE, PAGE + 6)).toString(), 'before')
    // Around the mapping it is as it was.
    assert.deepEqual([bytes[PAGE - 1], bytes[PAGE + 6], bytes[2 * PAGE - 1], bytes[2 * PAGE]], [1, 0, 0, 1])
  })
}

test('a kernel works on the memory that it was made for', () => {
  const { buffer, kernel } = createPrivateMemory(65_536)
  const words = new Int32Array(buffer)
  const code = readFileSync(new URL('../../kernels/lane.wasm', import.meta.url))
  const { isPublished } = kernel(code) as { isPublished(at: number, sequence: number, looks: number): number }
  words[25] = 42
  assert.equal(isPublished(100, 42, 1), 1)
  assert.equal(isPublished(104, 42, 1), 0)
})

test('a collected memory takes what was mapped over it along', () => {
  const printed = run(`
    const mapped = () => readFileSync('/proc/self/maps', 'utf8').includes('/memfd:wasm-memory-test')
    const fd = createMemfd('wasm-memory-test', 65536)
    const use = () => mapSharedAt(createPrivateMemory(65536).address, fd, 0, 65536)
    use()
    console.log(mapped())
    for (let round = 0; round < 200 && mapped(); round++) {
      gc()
      await setImmediate()
    }
    console.log(mapped())`)
  assert.equal(printed, 'true\nfalse')
})

test('createPrivateMemory() and createSharedMemory() say which limit keeps them from reserving addresses', () => {
  const program = `
    for (const create of [createPrivateMemory, createSharedMemory]) {
      try {
        create(MAX_WASM_BYTES)
      } catch ({ name, code, message, cause }) {
        console.log(name, code, cause.name, message)
      }
    }`
  // Less than the memory would have, and more than Node takes by itself.
  const lines = run(program, ['sh', '-c', 'ulimit -v 4000000 && exec "$@"', 'sh']).split('\n')
  assert.equal(lines.length, 2)
  for (const line of lines) assert.match(line, /^CrossmemError ERR_ADDRESS_SPACE RangeError .*4294967296.*ulimit -v/)
})
