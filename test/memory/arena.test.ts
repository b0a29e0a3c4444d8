import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, readSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { Arena } from '../../src/memory/arena.ts'
import type { Bytes, TypedArrayConstructor } from '../../src/memory/bytes.ts'
import { addressOfBytes } from '../../src/os/address.ts'
import { createMemfd } from '../../src/os/memfd.ts'

const MIB = 1024 ** 2
const HEAP = 2 * MIB
const RESERVED = 64 * 1024
const DETACHES = 'transfer' in ArrayBuffer.prototype

const types: TypedArrayConstructor[] = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
]

function makeArena(t: TestContext, heap = HEAP): Arena {
  const fd = createMemfd('arena-test', heap + RESERVED)
  t.after(() => closeSync(fd))
  return new Arena(fd, heap + RESERVED, RESERVED)
}

/** Runs a program of a few lines, with an arena, in another process. @returns what it printed */
function run(program: string, through: readonly string[] = []): string {
  const url = (path: string) => new URL(`../../src/${path}`, import.meta.url).href
  const head = `
    import { Arena } from '${url('memory/arena.js')}'
    import { createMemfd } from '${url('os/memfd.js')}'
    import { setImmediate } from 'node:timers/promises'
    const makeArena = (bytes) => new Arena(createMemfd('arena-test', bytes), bytes, ${RESERVED})
    const until = async (condition, rounds = 200) => {
      for (let round = 0; round < rounds && !condition(); round++) {
        gc()
        await setImmediate()
      }
      return condition()
    }`
  const node = [process.execPath, '--expose-gc', '--input-type=module', '--eval', head + program]
  const [command, ...rest] = [...through, ...node]
  const { stdout, stderr } = spawnSync(command, rest, { encoding: 'utf8' })
  assert.equal(stderr, '')
  return stdout.trim()
}

test('Arena.alloc() gives zeros of every type, aligned to 64 bytes, each with an ArrayBuffer of its own', (t) => {
  const arena = makeArena(t)
  for (const type of types) {
    for (const length of [1, 3, 1000]) {
      const view = arena.alloc(type, length)
      assert.equal(view.constructor, type)
      assert.equal(view.length, length)
      assert.equal(view.byteOffset, 0)
      assert.equal(view.buffer.byteLength, length * type.BYTES_PER_ELEMENT)
      const bytes = new Uint8Array(view.buffer)
      assert.equal(addressOfBytes(bytes) % 64, 0)
      assert.ok(bytes.every((byte) => byte === 0))
      bytes.fill(0xff)
    }
  }
})

test('Arena.alloc() gives an empty array for length 0', (t) => {
  const arena = makeArena(t)
  const view = arena.alloc(Float64Array, 0)
  assert.deepEqual([view.length, view.byteLength], [0, 0])
  arena.free(view)
  assert.equal(arena.available, HEAP)
})

test('what is written into an allocation lies in the memory file, where offsetOf() says', (t) => {
  const arena = makeArena(t)
  arena.alloc(Uint8Array, 5000)
  const view = arena.alloc(Uint8Array, 300)
  for (let i = 0; i < view.length; i++) view[i] = i
  const part = view.subarray(100, 200)
  assert.equal(arena.offsetOf(part), arena.offsetOf(view) + 100)
  const read = new Uint8Array(100)
  readSync(arena.fd, read, 0, 100, arena.offsetOf(part))
  assert.deepEqual(read, Uint8Array.from(part))
})

test('Arena.offsetOf() is -1 for memory elsewhere, and for what was freed', (t) => {
  const arena = makeArena(t)
  const view = arena.alloc(Uint8Array, 10)
  arena.free(view)
  for (const bytes of [view, new Uint8Array(10), makeArena(t).alloc(Uint8Array, 10)]) {
    assert.equal(arena.offsetOf(bytes), -1)
  }
})

test('Arena.alloc() never touches the reserved part', (t) => {
  const arena = makeArena(t)
  arena.alloc(Uint8Array, HEAP).fill(0xff)
  assert.equal(arena.reserved.length, RESERVED)
  assert.ok(arena.reserved.every((byte) => byte === 0))
})

test('Arena.alloc() gives zeros where memory was used before', (t) => {
  const arena = makeArena(t)
  const first = arena.alloc(Uint8Array, 10_000).fill(0xff)
  const offset = arena.offsetOf(first)
  arena.free(first)
  const second = arena.alloc(Uint8Array, 9000)
  assert.equal(arena.offsetOf(second), offset)
  assert.ok(second.every((byte) => byte === 0))
})

test('Arena.free() gives memory back at once, named by the array, a part of it, or its buffer', (t) => {
  const arena = makeArena(t)
  const ways: ((view: Float64Array) => Bytes)[] = [
    (view) => view,
    (view) => view.subarray(5, 6),
    (view) => view.buffer,
    (view) => new DataView(view.buffer, 8),
  ]
  for (const way of ways) {
    const view = arena.alloc(Float64Array, 1000)
    assert.equal(arena.available, HEAP - 8000)
    arena.free(way(view))
    assert.equal(arena.available, HEAP)
    if (DETACHES) assert.equal(view.length, 0)
  }
})

test('Arena.free() refuses what was freed, and what alloc() did not give', (t) => {
  const arena = makeArena(t)
  const view = arena.alloc(Float64Array, 10)
  arena.free(view)
  for (const [wrong, kind] of [
    [view, 'Float64Array'],
    [view.buffer, 'ArrayBuffer'],
    [new Uint8Array(5), 'Uint8Array'],
    [Buffer.from('text'), 'Buffer'],
    [makeArena(t).alloc(Uint8Array, 5), 'Uint8Array'],
  ] as const) {
    assert.throws(() => arena.free(wrong), {
      name: 'CrossmemError',
      code: 'ERR_NOT_ALLOCATED',
      message: new RegExp(`^this ${kind} was not allocated with alloc`),
    })
  }
  assert.equal(arena.available, HEAP)
})

test('an allocation is freed at the end of a using block, unless it was freed within', (t) => {
  const arena = makeArena(t)
  {
    using view = arena.alloc(Int32Array, 1000)
    view[0] = 1
    using other = arena.alloc(Int32Array, 500)
    arena.free(other)
    assert.equal(arena.available, HEAP - 4032)
  }
  assert.equal(arena.available, HEAP)
})

test('Arena.alloc() says of a full heap how much was asked for, how much is free, and how to get more', (t) => {
  const arena = makeArena(t)
  const held = [0, 1, 2, 3].map(() => arena.alloc(Uint8Array, HEAP / 4))
  arena.free(held[0])
  arena.free(held[2])
  assert.throws(() => arena.alloc(Float64Array, HEAP / 32 + 1), {
    name: 'CrossmemError',
    code: 'ERR_HEAP_FULL',
    message: new RegExp(
      `${HEAP / 4 + 8} bytes were asked for, ${HEAP / 2} of ${HEAP} are free, the longest run ${HEAP / 4}\\. .*--heap`,
    ),
  })
  assert.throws(() => arena.alloc(Float64Array, Number.MAX_SAFE_INTEGER), { code: 'ERR_HEAP_FULL' })
  assert.equal(arena.available, HEAP / 2)
  const again = arena.alloc(Float64Array, HEAP / 32)
  assert.equal(again.length, HEAP / 32)
  assert.deepEqual([held[1].length, held[3].length], [HEAP / 4, HEAP / 4])
})

test('Arena.alloc() refuses lengths that are none', (t) => {
  const arena = makeArena(t)
  for (const length of [-1, 1.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY, '8', undefined]) {
    assert.throws(() => arena.alloc(Float64Array, length as number), { name: 'RangeError', code: 'ERR_LENGTH' })
  }
  assert.equal(arena.available, HEAP)
})

test('Arena.alloc() refuses what makes no typed arrays', (t) => {
  const arena = makeArena(t)
  for (const [type, name] of [
    [Array, 'Array'],
    [DataView, 'DataView'],
    [Buffer, 'Buffer'],
    [ArrayBuffer, 'ArrayBuffer'],
    [undefined, 'undefined'],
    ['Float64Array', 'string Float64Array'],
  ] as const) {
    assert.throws(() => arena.alloc(type as unknown as TypedArrayConstructor, 10), {
      name: 'TypeError',
      code: 'ERR_ARRAY_TYPE',
      message: new RegExp(`, not ${name}$`),
    })
  }
  assert.equal(arena.available, HEAP)
})

test('an allocation cannot be transferred, and stays where it is', (t) => {
  const arena = makeArena(t)
  const view = arena.alloc(Uint8Array, 100).fill(7)
  const buffer = view.buffer as ArrayBuffer & { transfer(): void; transferToFixedLength(): void }
  assert.throws(() => buffer.transfer(), { code: 'ERR_NOT_TRANSFERABLE' })
  assert.throws(() => buffer.transferToFixedLength(), { code: 'ERR_NOT_TRANSFERABLE' })
  try {
    // Node 20 copies instead.
    structuredClone(view, { transfer: [buffer] })
  } catch (error) {
    assert.equal((error as Error).name, 'DataCloneError')
  }
  assert.equal(view.length, 100)
  assert.ok(view.every((byte) => byte === 7))
  assert.notEqual(arena.offsetOf(view), -1)
})

test('memory is free again when its array was collected', () => {
  const printed = run(`
    const arena = makeArena(${4 * MIB})
    const all = arena.available
    for (let i = 0; i < 100; i++) arena.alloc(Uint8Array, 1000 * i).fill(i)
    console.log(await until(() => arena.available === all))`)
  assert.equal(printed, 'true')
})

test('memory stays while any view of its buffer is held', () => {
  const printed = run(`
    const arena = makeArena(${4 * MIB})
    const all = arena.available
    let part = arena.alloc(Uint8Array, 64_000).fill(9).subarray(500, 510)
    let buffer = arena.alloc(Uint8Array, 64_000).buffer
    arena.alloc(Uint8Array, 64_000)
    console.log(await until(() => arena.available >= all - 128_000))
    console.log(await until(() => arena.available > all - 128_000, 20), part.every((byte) => byte === 9))
    part = null
    console.log(await until(() => arena.available === all - 64_000), buffer.byteLength)
    buffer = null
    console.log(await until(() => arena.available === all))`)
  assert.equal(printed, 'true\nfalse true\ntrue 64000\ntrue')
})

test('memory is used again in a program that never lets the event loop turn', (t) => {
  const arena = makeArena(t)
  const kept = arena.alloc(Uint8Array, 1000).fill(5)
  const rounds = 50
  for (let round = 0; round < rounds; round++) {
    const view = arena.alloc(Uint8Array, HEAP / 4)
    assert.ok(view.every((byte) => byte === 0))
    view.fill(0xff)
  }
  assert.ok(kept.every((byte) => byte === 5))
})

test('what was freed by hand and collected later is not freed twice', () => {
  const printed = run(`
    const arena = makeArena(${4 * MIB})
    const all = arena.available
    for (let i = 0; i < 20; i++) arena.free(arena.alloc(Uint8Array, 100_000))
    await until(() => false, 20)
    const held = arena.alloc(Uint8Array, 100_000)
    console.log(all - arena.available, held.length)`)
  assert.equal(printed, '100032 100000')
})

test('Arena says which limit keeps it from mapping its heap', () => {
  const program = `
    try {
      makeArena(2 ** 35)
    } catch ({ code, message, cause }) {
      console.log(code, cause.code, message)
    }`
  // Node itself takes less than half of it.
  const printed = run(program, ['sh', '-c', 'ulimit -v 9000000 && exec "$@"', 'sh'])
  assert.match(printed, /^ERR_ADDRESS_SPACE ENOMEM this process may not map a heap of 34359738368 bytes.*ulimit -v/)
})
