import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pieces } from '../../src/memory/pieces.ts'
import { listed, placed, repeated, run } from '../../src/memory/shape/build.ts'
import type { Shape } from '../../src/memory/shape/shape.ts'
import { randomFrom, seedOfRun } from '../attach/random.ts'

const MEMORY_BYTES = 400_000

/** A random shape within the memory, whose runs are of very different lengths. */
function randomShape(below: (end: number) => number): Shape {
  const length = 1 + below([4, 40, 400, 3000][below(4)])
  const unit = below(2) === 0 ? 4 : 1
  const one = run(0, length * unit)
  const series = repeated(one, 1 + below(60), one.bytes + unit * below(30))
  const kind = below(4)
  if (kind === 0) return series
  if (kind === 1 && series.high < 20_000) return repeated(series, 1 + below(8), series.high + unit * below(9))
  let at = 0
  const runs = Array.from({ length: 1 + below(500) }, () => {
    const begin = at + unit * below(5)
    const bytes = unit * below(100)
    at = begin + bytes
    return { begin, bytes }
  })
  const irregular = listed(
    runs.length,
    (index) => runs[index].begin,
    (index) => runs[index].bytes,
  )
  return kind === 2 || series.high + at > MEMORY_BYTES / 2 ? irregular : placed([0, series.high], [series, irregular])
}

function offsetsOf(shape: Shape): number[] {
  const offsets: number[] = []
  shape.walk(0, 0, shape.bytes, (offset, length, stride, count) => {
    for (let i = 0; i < count; i++) for (let byte = 0; byte < length; byte++) offsets.push(offset + i * stride + byte)
    return true
  })
  return offsets
}

test('Pieces gather(), scatter() and copyTo() move the bytes of their shapes and no others', (t) => {
  const seed = seedOfRun()
  t.diagnostic(`SEED=${seed}`)
  const below = randomFrom(seed)
  const source = Uint8Array.from({ length: MEMORY_BYTES }, () => below(256))
  for (let trial = 0; trial < 60; trial++) {
    const shapes = [randomShape(below), randomShape(below)].sort((a, b) => a.bytes - b.bytes)
    const [[shape, bytes], [other, otherBytes]] = shapes.map((each) => [each, offsetsOf(each)] as const)
    const name = `seed ${seed}, trial ${trial}`
    const origin = below(MEMORY_BYTES - shape.high + 1)
    const pieces = new Pieces(source, origin, shape)
    const content = Uint8Array.from(bytes, (offset) => source[origin + offset])
    const [begin, end] = [below(shape.bytes + 1), below(shape.bytes + 1)].sort((a, b) => a - b)
    const gathered = new Uint8Array(end - begin)
    pieces.gather(begin, gathered)
    assert.ok(Buffer.from(gathered).equals(content.subarray(begin, end)), `${name}: gather ${begin} to ${end}`)

    const scattered = new Uint8Array(MEMORY_BYTES)
    const expected = new Uint8Array(MEMORY_BYTES)
    bytes.slice(begin, end).forEach((offset, i) => {
      expected[origin + offset] = gathered[i]
    })
    new Pieces(scattered, origin, shape).scatter(begin, gathered)
    assert.ok(Buffer.from(scattered).equals(expected), `${name}: scatter ${begin} to ${end}`)

    const to = below(MEMORY_BYTES - other.high + 1)
    scattered.fill(0)
    expected.fill(0)
    content.forEach((byte, i) => {
      expected[to + otherBytes[i]] = byte
    })
    pieces.copyTo(new Pieces(scattered, to, other))
    assert.ok(Buffer.from(scattered).equals(expected), `${name}: copyTo`)
  }
})

test('a shape of a million blocks is one object, and irregular runs that touch are one', () => {
  const column = repeated(run(0, 8), 1_000_000, 800)
  assert.deepEqual([column.series, column.runs, column.bytes], [1, 1_000_000, 8_000_000])
  const offsets = [0, 8, 100, 108, 116, 50]
  const shape = listed(
    offsets.length,
    (index) => offsets[index],
    () => 8,
  )
  assert.deepEqual([shape.series, shape.runs, shape.bytes], [3, 3, 48])
})
