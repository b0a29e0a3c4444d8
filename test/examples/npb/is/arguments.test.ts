import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseArguments } from '../../../../examples/npb/is/arguments.ts'

test('parseArguments() takes a class, and ten iterations unless told otherwise', () => {
  const { problem, iterations } = parseArguments(['A'])
  assert.equal(problem.name, 'A')
  assert.equal(iterations, 10)
  assert.equal(parseArguments(['--iterations', '3', 'S']).iterations, 3)
})

test('parseArguments() throws and names what is wrong when the arguments are', () => {
  assert.throws(() => parseArguments(['X']), /no problem class 'X'; give one of S, W, A, B\./)
  assert.throws(() => parseArguments([]), /one problem class, S, W, A, B; there are 0/)
  assert.throws(() => parseArguments(['S', 'W']), /there are 2/)
  assert.throws(() => parseArguments(['S', '--iterations', '11']), /--iterations .* not '11'/)
  assert.throws(() => parseArguments(['S', '--fast']), /--fast/)
})
