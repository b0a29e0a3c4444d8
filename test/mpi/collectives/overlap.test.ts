import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkApart, checkDisjoint, checkPartsApart } from '../../../src/mpi/collectives/overlap.ts'

const { buffer } = new Uint8Array(100)
const part = (begin: number, end: number) => new Uint8Array(buffer, begin, end - begin)
const OVERLAP = { code: 'ERR_OVERLAP' }

test('checkApart() refuses buffers that share bytes, and says how many', () => {
  checkApart(part(0, 10), part(10, 20))
  checkApart(part(10, 20), part(0, 10))
  checkApart(part(0, 10), new Uint8Array(10))
  checkApart(part(5, 5), part(0, 10))
  assert.throws(() => checkApart(part(0, 10), part(9, 20)), { ...OVERLAP, message: /share 1 bytes/ })
  assert.throws(() => checkApart(part(9, 20), part(0, 10)), { ...OVERLAP, message: /share 1 bytes/ })
  assert.throws(() => checkApart(part(4, 6), part(0, 10)), { ...OVERLAP, message: /share 2 bytes/ })
})

test('checkPartsApart() looks at the parts, not at the buffers that they are of', () => {
  checkPartsApart([part(0, 10), part(20, 30)], [part(10, 20), part(30, 40), new Uint8Array(5)])
  assert.throws(() => checkPartsApart([part(0, 10), part(20, 30)], [part(10, 20), part(29, 40)]), OVERLAP)
})

test('checkDisjoint() refuses parts that share bytes, and names their ranks', () => {
  checkDisjoint([part(20, 30), part(0, 10), part(10, 20), part(15, 15), new Uint8Array(3)], 'displs')
  assert.throws(() => checkDisjoint([part(20, 30), part(0, 10), part(5, 20)], 'displs'), {
    ...OVERLAP,
    message: /^displs let the parts of ranks 1 and 2 overlap/,
  })
})
