/**
 * All collectives that combine, of lengths at which the way changes, in all kinds of memory, also when the heap is full. What comes out does not
 * depend on the memory, and rank 0 prints a hash of it, for a comparison with other ways. Arguments: a seed; 'all', or 'few' for a part.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { bytesOf, type TypedArray } from '../../../../../src/memory/bytes.ts'
import { type Communicator, MAX, type Op, PROD, SUM, world } from '../../../../../src/mpi/index.ts'
import { runCases } from '../../../ranks/cases.ts'
import { combined, MATRIX_PRODUCT, matrices, prefix } from '../../reference.ts'
import { type ArrayType, Data, perRank, sameBytes } from '../../setting.ts'
import { fillHeap, KINDS, type Kind, placed } from './memory.ts'

const { rank, size } = world
const [seed, extent] = process.argv.slice(2)
const data = new Data(Number(seed))
const hash = createHash('sha256')
const PIECE = 256 * 1024
/** In bytes, all of whole elements of any type. */
const FEW = [0, 8, 24, 32, 448, 456, 16_384, 16_392]
const MORE = [4096, 4104, 8184, 8192, 8200, PIECE - 8, PIECE, PIECE + 8, 2 * PIECE + 8, 700_000]
const LENGTHS = extent === 'few' ? FEW : [...FEW, ...MORE]

const POLAR: Op = {
  name: 'distance',
  commutative: false,
  elementwise: true,
  span: 3,
  // Of three that belong together, each result needs all.
  apply(inout: Float64Array, operand: Float64Array) {
    for (let i = 0; i < inout.length; i += 3) {
      const [a, b, c] = operand.subarray(i, i + 3)
      const [d, e, f] = inout.subarray(i, i + 3)
      inout[i] = a * 0.5 + e
      inout[i + 1] = b + f * 0.25
      inout[i + 2] = c - d * 0.125
    }
  },
}

function run(kind: Kind, type: ArrayType, length: number, op: Op): void {
  data.next()
  const unit = new type(1).BYTES_PER_ELEMENT
  const count = length / unit
  const own = bytesOf(data.array(rank, type, count))
  const as = (bytes: Uint8Array) =>
    new (type as unknown as new (buffer: ArrayBufferLike, at: number, length: number) => TypedArray)(
      bytes.buffer,
      bytes.byteOffset,
      bytes.length / unit,
    )
  const send = () => as(placed(kind, rank, 0, own)) as Float64Array
  const recv = (elements: number) => as(placed(kind, rank, 1, new Uint8Array(elements * unit))) as Float64Array
  const what = `${length} bytes of ${type.name} by ${op.name} in memory '${kind}'`
  const all = combined(data, size, type, count, op)
  const upTo = prefix(data, rank, type, count, op)
  const before = rank === 0 ? new Uint8Array(length) : prefix(data, rank - 1, type, count, op)
  const root = data.pick(size)

  const kept = send()
  sameBytes(bytesOf(world.allreduce(kept, { op, recv: recv(count) })), all, `allreduce of ${what}`)
  sameBytes(bytesOf(kept), own, `what was sent, after allreduce of ${what}`)
  sameBytes(bytesOf(world.allreduce(send(), { op })), all, `allreduce in place of ${what}`)
  const reduced = world.reduce(send(), { op, root, ...(rank === root ? { recv: recv(count) } : {}) })
  if (rank === root) sameBytes(bytesOf(reduced as Float64Array), all, `reduce of ${what} to ${root}`)
  sameBytes(bytesOf(world.scan(send(), { op, recv: recv(count) })), upTo, `scan of ${what}`)
  sameBytes(bytesOf(world.scan(send(), { op })), upTo, `scan in place of ${what}`)
  const exscanned = bytesOf(world.exscan(send(), { op, recv: recv(count) }))
  sameBytes(exscanned, before, `exscan of ${what}`)
  const span = op.span ?? 1
  const groups = count / span
  const counts = perRank(size, (r) => Math.floor(((r + 1) * groups) / size) - Math.floor((r * groups) / size)).map(
    (n) => n * span,
  )
  const begin = counts.slice(0, rank).reduce((sum, n) => sum + n, 0)
  const part = all.subarray(begin * unit, (begin + counts[rank]) * unit)
  const scattered = world.reduceScatter(send(), { op, counts, recv: recv(counts[rank]) })
  sameBytes(bytesOf(scattered), part, `reduceScatter of ${what} to ${counts}`)
  sameBytes(
    bytesOf(world.reduceScatter(send(), { op, counts })),
    part,
    `reduceScatter in place of ${what} to ${counts}`,
  )
  hash.update(all).update(upTo).update(exscanned)
}

function forAll(kinds: readonly Kind[]): void {
  for (const kind of kinds) {
    for (const length of LENGTHS) {
      run(kind, Float64Array, length, SUM)
      run(kind, Float32Array, length, PROD)
      if (length % 24 === 0) run(kind, Float64Array, length, POLAR)
    }
    for (const length of LENGTHS) run(kind, Int8Array, Math.max(length - 3, 0), MAX)
  }
}

function products(comm: Communicator, count: number): void {
  data.next()
  const expected = matrices(data, comm.size - 1, count)
  for (let r = comm.size - 2; r >= 0; r--) MATRIX_PRODUCT.apply(expected, matrices(data, r, count))
  for (const elementwise of [false, true]) {
    const op: Op = { ...MATRIX_PRODUCT, elementwise, span: 4 }
    const result = comm.allreduce(matrices(data, comm.rank, count), { op })
    sameBytes(bytesOf(result), bytesOf(expected), `products of ${count} matrices, elementwise: ${elementwise}`)
  }
}

await runCases({
  'in all kinds of memory': () => forAll(KINDS),
  'when the heap is full': () => {
    world.allreduce(new Uint8Array(1000))
    const empty = fillHeap()
    forAll(['ordinary'])
    empty()
    // On one rank only.
    const emptyOne = rank === size - 1 ? fillHeap() : () => undefined
    forAll(['ordinary'])
    emptyOne()
  },
  'an op that does not commute': () => {
    for (const count of [0, 1, 100, 1024, 1025, 40_000]) products(world, count)
  },
  'a copy of a built-in op with another function': () => {
    const op: Op = { ...SUM, name: 'SUM', apply: (inout) => inout.fill(7 as never) }
    for (const length of [1, 5000]) {
      assert.ok(world.allreduce(new Float64Array(length), { op }).every((x) => x === 7))
    }
  },
})
assert.equal(world.allreduce(hash.copy().digest().readUInt32LE(), { op: MAX }) >= 0, true)
if (rank === 0) console.log(`hash ${hash.digest('hex')}`)
