import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TypedArray } from '../../src/memory/bytes.ts'
import { createPrivateMemory, MAX_WASM_BYTES } from '../../src/memory/wasm-memory.ts'
import { typeOf } from '../../src/mpi/element-types.ts'
import type { Op } from '../../src/mpi/op.ts'
import { MAXLOC, MINLOC } from '../../src/mpi/pair-ops.ts'
import { kernelCombines, reduceKernel } from '../../src/mpi/reduce-kernel.ts'
import { CODECS, type Codec } from './element-codecs.ts'
import { numberToHalf } from './half.ts'
import { MEANINGS } from './op-meanings.ts'

type ArrayType = new (buffer: ArrayBuffer) => TypedArray

/** As large as the workbench, and its end is used: addresses there are above 2 ** 31, and nothing lies behind it. */
const memory = createPrivateMemory(MAX_WASM_BYTES)
const kernel = reduceKernel(memory.kernel)
const SPACE = 64 * 1024
const OPERANDS = MAX_WASM_BYTES - 8 * SPACE
/** None, one, and every remainder of a vector and of four of them; then many. */
const COUNTS = [...Array(70).keys(), 255, 1000, 1501]

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
let state = seed
/** A whole number from 0 to `end - 1`. */
function random(end: number): number {
  state = (Math.imul(state, 0x41c64e6d) + 0x3039) | 0
  return (state >>> 8) % end
}

interface Reference {
  op: Op
  /** Elements that belong together. */
  span: number
  /** The element, or both of a pair, that comes of two. */
  combine(codec: Codec, a: (number | bigint)[], b: (number | bigint)[]): (number | bigint)[]
}

const REFERENCES: Reference[] = [
  ...MEANINGS.map(({ op, float, integer }) => ({
    op,
    span: 1,
    combine: ({ isFloat }: Codec, [a]: (number | bigint)[], [b]: (number | bigint)[]) =>
      isFloat ? [float!(Number(a), Number(b))] : [integer(BigInt(a), BigInt(b))],
  })),
  pairs(MINLOC, (a, b) => a < b),
  pairs(MAXLOC, (a, b) => a > b),
]

function pairs(op: Op, isBetter: (a: number | bigint, b: number | bigint) => boolean): Reference {
  return {
    op,
    span: 2,
    combine: (_, [value, index], [otherValue, otherIndex]) => {
      const isFirst = isBetter(value, otherValue) || (value === otherValue && index < otherIndex)
      return isFirst ? [value, index] : [otherValue, otherIndex]
    },
  }
}

/** A random element: any bits, or one of those where ops differ. */
function randomElement({ isFloat, size }: Codec): number | bigint {
  if (!isFloat) {
    const bits = (BigInt(random(2 ** 24)) << 40n) ^ (BigInt(random(2 ** 24)) << 20n) ^ BigInt(random(2 ** 24))
    return [bits, BigInt(random(3)), -1n, 1n << BigInt(8 * size - 1), (1n << BigInt(8 * size - 1)) - 1n][random(5)]
  }
  const wide = (random(2 ** 24) - 2 ** 23) * 2 ** (random(60) - 50)
  const specials = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, 65504, -65504, 2 ** -24]
  return [wide, random(2000) / 8 - 100, random(4) - 2, specials[random(specials.length)]][random(4)]
}

function fill(codec: Codec, view: DataView, elements: number): void {
  for (let i = 0; i < elements; i++) codec.write(view, i * codec.size, randomElement(codec))
}

function referenceOf({ span, combine }: Reference, codec: Codec, left: DataView, right: DataView): DataView {
  const result = new DataView(new ArrayBuffer(left.byteLength))
  const elements = left.byteLength / codec.size
  for (let i = 0; i < elements; i += span) {
    const places = Array.from({ length: span }, (_, k) => (i + k) * codec.size)
    const combined = combine(
      codec,
      places.map((at) => codec.read(left, at)),
      places.map((at) => codec.read(right, at)),
    )
    for (const [k, at] of places.entries()) codec.write(result, at, combined[k])
  }
  return result
}

/** Compares bits; which NaN it is, is nobody's promise. */
function assertSame(codec: Codec, actual: DataView, expected: DataView, what: () => string): void {
  for (let at = 0; at < expected.byteLength; at += codec.size) {
    const [got, wanted] = [codec.read(actual, at), codec.read(expected, at)]
    if (!Object.is(got, wanted)) assert.fail(`${what()}: element ${at / codec.size} is ${got}, not ${wanted}`)
  }
}

function copyOf(view: DataView): DataView<ArrayBuffer> {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  return new DataView(bytes.slice().buffer as ArrayBuffer)
}

/** Places for `operands` operands at any alignment; the last of them ends where the memory does. */
function places(bytes: number, operands: number): number[] {
  const all = Array.from({ length: operands }, (_, i) => OPERANDS + i * SPACE + random(64))
  all[operands - 1] = MAX_WASM_BYTES - bytes
  return all
}

function viewAt(place: number, bytes: number): DataView<ArrayBuffer> {
  return new DataView(memory.buffer, place, bytes)
}

/** Runs the kernel into some place and looks whether anything around the result was changed. */
function runInto(place: number, bytes: number, run: () => void): void {
  const from = place - 64
  const around = new Uint8Array(memory.buffer, from, Math.min(bytes + 128, MAX_WASM_BYTES - from))
  const before = around.slice()
  run()
  const after = around.slice()
  after.set(before.subarray(64, 64 + bytes), 64)
  assert.deepEqual(after, before, 'bytes beside the result were changed')
}

test('reduceKernel() leaves the memory as it is', () => {
  const { buffer, kernel: instantiate } = createPrivateMemory(65536)
  new Uint8Array(buffer).fill(0xa5)
  reduceKernel(instantiate)
  assert.ok(new Uint8Array(buffer).every((byte) => byte === 0xa5))
})

/** JavaScript's array for a type, if this runtime has it. */
function arrayTypeOf({ name }: Codec): ArrayType | undefined {
  return (globalThis as unknown as Record<string, ArrayType | undefined>)[name]
}

function compareCombine(reference: Reference, codec: Codec, count: number): void {
  const elements = count * reference.span
  const bytes = elements * codec.size
  const [left, right, apart] = places(bytes, 3)
  const into = [apart, left, right][random(3)]
  for (const operand of [left, right]) fill(codec, viewAt(operand, bytes), elements)
  const expected = referenceOf(reference, codec, viewAt(left, bytes), viewAt(right, bytes))
  runInto(into, bytes, () => kernel.combine(reference.op.kernel!, codec.type, into, left, right, count))
  const what = () => `${count} of ${codec.name} at ${left} and ${right} into ${into}`
  assertSame(codec, viewAt(into, bytes), expected, what)
}

function compareCombine4(reference: Reference, codec: Codec, count: number): void {
  const elements = count * reference.span
  const bytes = elements * codec.size
  const [a, b, c, d, apart] = places(bytes, 5)
  const into = [apart, a, b, c, d][random(5)]
  for (const operand of [a, b, c, d]) fill(codec, viewAt(operand, bytes), elements)
  const left = referenceOf(reference, codec, viewAt(a, bytes), viewAt(b, bytes))
  const right = referenceOf(reference, codec, viewAt(c, bytes), viewAt(d, bytes))
  const expected = referenceOf(reference, codec, left, right)
  runInto(into, bytes, () => kernel.combine4(reference.op.kernel!, codec.type, into, a, b, c, d, count))
  const what = () => `${count} of ${codec.name} at ${a}, ${b}, ${c} and ${d} into ${into}`
  assertSame(codec, viewAt(into, bytes), expected, what)
}

function compareApply({ op, span }: Reference, codec: Codec, type: ArrayType): void {
  const elements = 3000
  const bytes = elements * codec.size
  const [left, right] = places(bytes, 2)
  for (const operand of [left, right]) fill(codec, viewAt(operand, bytes), elements)
  const operand = new type(copyOf(viewAt(left, bytes)).buffer)
  const inout = new type(copyOf(viewAt(right, bytes)).buffer)
  assert.equal(typeOf(inout), codec.type)
  op.apply(inout, operand)
  kernel.combine(op.kernel!, codec.type, right, left, right, elements / span)
  assertSame(codec, viewAt(right, bytes), new DataView(inout.buffer), () => `apply() of ${codec.name}`)
}

for (const reference of REFERENCES) {
  const { op } = reference
  const codecs = CODECS.filter(({ type }) => kernelCombines(op, type))

  test(`combine() does ${op.name} as a plain loop, of each type, in any place and also in an operand's`, (t) => {
    t.diagnostic(`seed ${seed}`)
    for (const codec of codecs) for (const count of COUNTS) compareCombine(reference, codec, count)
  })

  test(`combine4() does ${op.name} as plain loops, of each type, in any place and also in an operand's`, (t) => {
    t.diagnostic(`seed ${seed}`)
    for (const codec of codecs) for (const count of COUNTS) compareCombine4(reference, codec, count)
  })

  test(`combine() does ${op.name} as apply() does, bit by bit`, (t) => {
    t.diagnostic(`seed ${seed}`)
    for (const codec of codecs) {
      const type = arrayTypeOf(codec)
      if (type !== undefined) compareApply(reference, codec, type)
    }
  })
}

test('combine() of Float16Array knows every number of 16 bits', () => {
  const all = new Uint16Array(65536).map((_, bits) => bits)
  const place = OPERANDS + 1
  const ones = place + all.byteLength
  new Uint8Array(memory.buffer, place, all.byteLength).set(new Uint8Array(all.buffer))
  const one = new Uint16Array(all.length).fill(numberToHalf(1))
  new Uint8Array(memory.buffer, ones, one.byteLength).set(new Uint8Array(one.buffer))
  const codec = CODECS[11]
  const [product] = MEANINGS.filter(({ op }) => op.name === 'PROD')
  kernel.combine(product.op.kernel!, codec.type, ones, place, ones, all.length)
  assertSame(codec, viewAt(ones, all.byteLength), new DataView(all.buffer), () => 'times one')
})

test('kernelCombines() says what accepts() says, and that ops of a program are none of the kernel', () => {
  for (const { op } of REFERENCES) {
    for (const codec of CODECS) {
      const make = arrayTypeOf(codec)
      if (make !== undefined) assert.equal(kernelCombines(op, codec.type), op.accepts!(new make(new ArrayBuffer(0))))
    }
    assert.equal(kernelCombines(op, 12), false)
  }
  assert.equal(kernelCombines({ name: 'mine', commutative: true, apply() {} }, 0), false)
})
