import assert from 'node:assert/strict'
import { closeSync } from 'node:fs'
import { test } from 'node:test'
import { GuestMemory } from '../../src/guest/memory.ts'
import { Arena } from '../../src/memory/arena.ts'
import { Instance, Module, RuntimeError, type WasmLinearMemory } from '../../src/memory/web-assembly.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import { wasm } from '../support/wasm.ts'

const PAGE = 65536
const ARENA = 8 * 2 ** 20

type Growing = WasmLinearMemory & { grow(pages: number): number }

function withMemory(initial: number, maximum: number, use: (memory: GuestMemory, arena: Arena) => void): void {
  const fd = createMemfd('test-guest', ARENA)
  try {
    const arena = new Arena(fd, ARENA, 4096)
    use(new GuestMemory(arena, initial, maximum), arena)
  } finally {
    closeSync(fd)
  }
}

/** Runs a program that writes 7 to a byte. */
function storeAt(memory: GuestMemory, address: number): void {
  const bytes = wasm({ memory: { initial: 1 }, body: [0x41, ...signed(address), 0x41, 7, 0x3a, 0, 0] })
  const { exports } = new Instance(new Module(bytes), { env: { memory: memory.linear } })
  ;(exports as { _start(): void })._start()
}

function signed(value: number): number[] {
  const rest = value >> 7
  return (rest === 0 && (value & 64) === 0) || (rest === -1 && (value & 64) !== 0)
    ? [value & 127]
    : [(value & 127) | 128, ...signed(rest)]
}

test('GuestMemory shows what the program writes, in views of the arena', () => {
  withMemory(1, 4, (memory, arena) => {
    storeAt(memory, 1000)
    assert.equal(memory.u8[1000], 7)
    const bytes = memory.bytes(1000, 2)
    assert.deepEqual([...bytes], [7, 0])
    assert.ok(arena.offsetOf(bytes) > 0)
    bytes[1] = 9
    assert.equal(new Uint8Array(memory.linear.buffer)[1001], 9)
  })
})

test('GuestMemory stays where it is when the program grows it, and traps beyond what it has', () => {
  withMemory(1, 4, (memory) => {
    assert.throws(() => storeAt(memory, PAGE), RuntimeError)
    const before = memory.u8
    ;(memory.linear as Growing).grow(2)
    storeAt(memory, 3 * PAGE - 1)
    assert.equal(before[3 * PAGE - 1], 7)
    assert.equal(memory.size, 3 * PAGE)
    assert.throws(() => storeAt(memory, 3 * PAGE), RuntimeError)
    assert.throws(() => (memory.linear as Growing).grow(2), RangeError)
    assert.equal(memory.u8, before)
  })
})

test('GuestMemory.bytes() refuses what does not lie in the memory, and keeps views', () => {
  withMemory(1, 4, (memory) => {
    assert.equal(memory.bytes(64, 8), memory.bytes(64, 8))
    assert.equal(memory.bytes(PAGE, 0).length, 0)
    for (const [pointer, length] of [
      [PAGE - 7, 8],
      [PAGE + 1, 0],
      [-4, 8],
      [0, 2 ** 40],
      [8, -1],
      [8, Number.NaN],
    ]) {
      assert.throws(() => memory.bytes(pointer, length), { code: 'ERR_BUFFER' }, `${pointer}, ${length}`)
    }
    ;(memory.linear as Growing).grow(1)
    assert.equal(memory.bytes(PAGE - 7, 8).length, 8)
    assert.throws(() => memory.words(2, 1), { code: 'ERR_BUFFER', message: /no multiple of 4/ })
  })
})

test('GuestMemory.string() and putString() read and write text that ends with a zero byte', () => {
  withMemory(1, 1, (memory) => {
    assert.equal(memory.putString(100, 'grüße', 64), 7)
    assert.equal(memory.string(100), 'grüße')
    assert.equal(memory.putString(200, 'long text', 5), 4)
    assert.equal(memory.string(200), 'long')
    memory.u8.fill(1, PAGE - 10)
    assert.throws(() => memory.string(PAGE - 5), { code: 'ERR_BUFFER' })
    assert.throws(() => memory.string(0), { code: 'ERR_BUFFER' })
  })
})

test('GuestMemory needs a heap that is large enough', () => {
  assert.throws(() => withMemory(1, 200, () => undefined), { code: 'ERR_HEAP_FULL' })
})
