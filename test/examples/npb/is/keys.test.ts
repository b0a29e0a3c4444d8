import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillKeys } from '../../../../examples/npb/is/keys.ts'
import { PROBLEMS } from '../../../../examples/npb/is/problem.ts'

const S = PROBLEMS.get('S')!

function allKeys(): Int32Array {
  const keys = new Int32Array(2 ** S.totalKeysLog2)
  fillKeys(keys, 0, S.maxKeyLog2)
  return keys
}

test('fillKeys() makes the keys whose ranks are published for class S', () => {
  const keys = allKeys()
  // The published ranks hold for the first iteration, in which these two keys are changed.
  keys[1] = 1
  keys[11] = 2 ** S.maxKeyLog2 - 1
  for (const { index, rank, drift, since } of S.testKeys) {
    const smaller = keys.filter((key) => key < keys[index]).length
    assert.equal(smaller, rank + drift * (1 - since))
  }
})

test('fillKeys() makes the same keys in parts as in one go', () => {
  const whole = allKeys()
  for (const [first, end] of [
    [0, 1000],
    [1000, 40_001],
    [40_001, whole.length],
  ]) {
    const part = new Int32Array(end - first)
    fillKeys(part, first, S.maxKeyLog2)
    assert.deepEqual(part, whole.slice(first, end))
  }
})
