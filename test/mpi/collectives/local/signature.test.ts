import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf } from '../../../../src/mpi/collectives/call-tag.ts'
import { describe, extentOf, signatureOf } from '../../../../src/mpi/collectives/local/signature.ts'
import { typeOf } from '../../../../src/mpi/element-types.ts'
import { MAX, MAXLOC, type Op, SUM } from '../../../../src/mpi/index.ts'

const FLOAT64 = typeOf(new Float64Array(0))
const INT8 = typeOf(new Int8Array(0))
const own: Op = { name: 'own', commutative: true, elementwise: true, apply: () => undefined }

test('signatureOf() differs where collective, op or type do', () => {
  const all = [
    signatureOf(codeOf('barrier'), null, 0),
    signatureOf(codeOf('bcast'), null, 0),
    signatureOf(codeOf('reduce'), SUM, FLOAT64),
    signatureOf(codeOf('allreduce'), SUM, FLOAT64),
    signatureOf(codeOf('allreduce'), MAX, FLOAT64),
    signatureOf(codeOf('allreduce'), MAXLOC, FLOAT64),
    signatureOf(codeOf('allreduce'), SUM, INT8),
    signatureOf(codeOf('allreduce'), own, FLOAT64),
    signatureOf(codeOf('allreduce'), { ...own, elementwise: false }, FLOAT64),
    // A copy of a built-in op is an op of the program: its function may be another one.
    signatureOf(codeOf('allreduce'), { ...SUM, elementwise: false }, FLOAT64),
  ]
  assert.equal(new Set(all).size, all.length - 1)
  assert.equal(all.at(-1), all.at(-2))
  for (const signature of all)
    assert.ok(signature >= 0 && signature < 2 ** 31, 'none is a number that stands for a failure')
})

test('extentOf() differs where counts, parts, and names and spans of own ops do', () => {
  const all = [
    extentOf(SUM, 4),
    extentOf(SUM, 5),
    extentOf(SUM, 4, [0, 8, 32]),
    extentOf(SUM, 4, [0, 16, 32]),
    extentOf(own, 4),
    extentOf({ ...own, name: 'other' }, 4),
    extentOf({ ...own, span: 2 }, 4),
  ]
  assert.equal(new Set(all).size, all.length)
  assert.equal(extentOf(MAX, 4), extentOf(SUM, 4))
  assert.equal(extentOf({ ...own, span: 1 }, 4), extentOf(own, 4))
})

test('describe() says what a rank has called', () => {
  assert.equal(describe(signatureOf(codeOf('barrier'), null, 0), 0, 0), 'barrier')
  assert.equal(describe(signatureOf(codeOf('gather'), null, 0), 3, 100), 'gather with root 3')
  const reduce = signatureOf(codeOf('reduce'), MAX, FLOAT64)
  assert.equal(describe(reduce, 1, 80), 'reduce of 10 elements of a Float64Array by MAX with root 1')
  const scan = signatureOf(codeOf('scan'), own, INT8)
  assert.equal(describe(scan, 0, 10), 'scan of 10 elements of a Int8Array by an op of its own')
  // What a rank that has gone wild may have written.
  assert.match(describe(0x7fffffff, -5, Number.NaN), /^something unknown of NaN elements of a /)
  assert.equal(describe(255, 0, 0), 'something unknown')
})
