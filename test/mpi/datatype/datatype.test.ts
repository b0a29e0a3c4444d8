import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BYTE, type Datatype, FLOAT64, INT16, struct } from '../../../src/mpi/index.ts'
import { randomFrom, seedOfRun } from '../../attach/random.ts'
import { randomDatatype } from './random-datatype.ts'

/** The offset of each byte, as the shape shows it. */
function bytesOf(type: Datatype, begin = 0, end = type.size): number[] {
  const bytes: number[] = []
  type.shape.walk(0, begin, end, (offset, length, stride, count) => {
    assert.ok(length > 0 && count > 0)
    for (let run = 0; run < count; run++) for (let i = 0; i < length; i++) bytes.push(offset + run * stride + i)
    return true
  })
  return bytes
}

test('a datatype has the bytes, the bounds and the size that MPI says, whatever it is made of', (t) => {
  const seed = seedOfRun()
  t.diagnostic(`SEED=${seed}`)
  const below = randomFrom(seed)
  for (let trial = 0; trial < 3000; trial++) {
    const { type, bytes, lb, ub } = randomDatatype(below, below(4))
    const name = `seed ${seed}, trial ${trial}: ${JSON.stringify(type.envelope)}`
    assert.deepEqual(bytesOf(type), bytes, name)
    const low = bytes.length === 0 ? 0 : Math.min(...bytes)
    const high = bytes.length === 0 ? 0 : Math.max(...bytes) + 1
    const { size, extent, trueLb, trueExtent } = type
    assert.deepEqual([size, type.lb, extent, trueLb, trueExtent], [bytes.length, lb, ub - lb, low, high - low], name)
    const [begin, end] = [below(size + 1), below(size + 1)].sort((a, b) => a - b)
    assert.deepEqual(bytesOf(type, begin, end), bytes.slice(begin, end), `${name}: ${begin} to ${end}`)
  }
})

test('struct() ends where a compiler would end it', () => {
  assert.equal(struct([1, 1], [0, 8], [FLOAT64, BYTE]).extent, 16)
  assert.equal(struct([1, 3], [0, 2], [INT16, BYTE]).extent, 6)
  assert.equal(struct([0, 3], [0, 2], [FLOAT64, BYTE]).extent, 3)
})
