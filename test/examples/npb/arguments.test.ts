import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPowerOfTwo, parseProblem, problemNamed } from '../../../examples/npb/arguments.ts'
import { byName } from '../../../examples/npb/problems.ts'

const PROBLEMS = byName([
  { name: 'S', size: 1 },
  { name: 'W', size: 2 },
])

test('parseProblem() takes a class and nothing else', () => {
  assert.equal(parseProblem(['W'], PROBLEMS).size, 2)
  assert.throws(() => parseProblem(['W', '--fast'], PROBLEMS), /--fast/)
})

test('problemNamed() throws and tells the classes when there is not one known name', () => {
  assert.equal(problemNamed(['S'], PROBLEMS).size, 1)
  assert.throws(() => problemNamed(['X'], PROBLEMS), /no problem class 'X'; give one of S, W\./)
  assert.throws(() => problemNamed([], PROBLEMS), /one problem class, S, W; there are 0/)
  assert.throws(() => problemNamed(['S', 'W'], PROBLEMS), /there are 2/)
})

test('checkPowerOfTwo() throws for other numbers of ranks, and for too many', () => {
  for (const ranks of [1, 2, 4, 8, 16]) checkPowerOfTwo(ranks, 16)
  for (const ranks of [3, 5, 6, 7, 12, 15, 17, 32, 100]) {
    assert.throws(() => checkPowerOfTwo(ranks, 16), new RegExp(`power of two of ranks up to 16, not on ${ranks}\\.$`))
  }
})
