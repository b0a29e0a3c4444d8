import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DISTRIBUTE_BLOCK,
  DISTRIBUTE_CYCLIC,
  DISTRIBUTE_DFLT_DARG,
  DISTRIBUTE_NONE,
  darray,
  INT32,
  ORDER_C,
  ORDER_FORTRAN,
} from '../../../src/mpi/index.ts'
import { randomFrom, seedOfRun } from '../../attach/random.ts'

/** Which process of a dimension has an index. */
function ownerOf(index: number, distrib: number, darg: number, parts: number, size: number): number {
  if (distrib === DISTRIBUTE_NONE) return 0
  const whole = distrib === DISTRIBUTE_BLOCK ? Math.ceil(size / parts) : 1
  const length = darg === DISTRIBUTE_DFLT_DARG ? whole : darg
  return distrib === DISTRIBUTE_BLOCK ? Math.floor(index / length) : Math.floor(index / length) % parts
}

test('darray() gives each process the elements that the distribution gives it, in the order of the array', (t) => {
  const seed = seedOfRun()
  t.diagnostic(`SEED=${seed}`)
  const below = randomFrom(seed)
  for (let trial = 0; trial < 200; trial++) {
    const dimensions = 1 + below(3)
    const sizes = Array.from({ length: dimensions }, () => 1 + below(7))
    const distribs = sizes.map(() => [DISTRIBUTE_NONE, DISTRIBUTE_BLOCK, DISTRIBUTE_CYCLIC][below(3)])
    const psizes = distribs.map((distrib) => (distrib === DISTRIBUTE_NONE ? 1 : 1 + below(3)))
    const dargs = distribs.map((distrib, i) => {
      if (below(2) === 0) return DISTRIBUTE_DFLT_DARG
      return distrib === DISTRIBUTE_BLOCK ? Math.ceil(sizes[i] / psizes[i]) + below(2) : 1 + below(3)
    })
    const order = below(2) === 0 ? ORDER_C : ORDER_FORTRAN
    const size = psizes.reduce((product, parts) => product * parts, 1)
    const total = sizes.reduce((product, length) => product * length, 1)
    const expected: number[][] = Array.from({ length: size }, () => [])
    for (let element = 0; element < total; element++) {
      let rest = element
      const fastestFirst = order === ORDER_C ? [...sizes.keys()].reverse() : [...sizes.keys()]
      const owners: number[] = []
      for (const i of fastestFirst) {
        owners[i] = ownerOf(rest % sizes[i], distribs[i], dargs[i], psizes[i], sizes[i])
        rest = Math.floor(rest / sizes[i])
      }
      expected[owners.reduce((rank, owner, i) => rank * psizes[i] + owner, 0)].push(element)
    }
    for (let rank = 0; rank < size; rank++) {
      const type = darray({ rank, size, sizes, distribs, dargs, psizes, order }, INT32)
      const array = Int32Array.from({ length: total }, (_, i) => i)
      const packed = new Int32Array(type.size / 4)
      const { content } = type.of(array)
      const bytes = new Uint8Array(packed.buffer)
      if (content instanceof Uint8Array) bytes.set(content)
      else content.gather(0, bytes)
      const what = { rank, size, sizes, distribs, dargs, psizes, order }
      assert.deepEqual([...packed], expected[rank], `seed ${seed}: ${JSON.stringify(what)}`)
      assert.deepEqual([type.lb, type.extent], [0, total * 4])
    }
  }
})

test('darray() refuses what cannot be divided so', () => {
  const options = { rank: 0, size: 2, sizes: [8], distribs: [DISTRIBUTE_BLOCK], dargs: [4], psizes: [2] }
  for (const wrong of [
    { rank: 2 },
    { psizes: [3] },
    { dargs: [3] },
    { distribs: [7] },
    { sizes: [0] },
    { distribs: [DISTRIBUTE_NONE] },
    { order: 3 as typeof ORDER_C },
  ]) {
    assert.throws(() => darray({ ...options, ...wrong }, INT32), { code: 'ERR_SHAPE' }, JSON.stringify(wrong))
  }
})
