import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeNumber } from '../../examples/command-line.ts'

test('wholeNumber() returns the number when it is whole and in range', () => {
  assert.equal(wholeNumber('--steps', '1', 1, 10), 1)
  assert.equal(wholeNumber('--steps', '10', 1, 10), 10)
})

test('wholeNumber() throws a RangeError that names option and text when it is not', () => {
  for (const text of ['0', '11', '2.5', '', ' ', 'many', '-3', 'NaN', 'Infinity']) {
    assert.throws(() => wholeNumber('--steps', text, 1, 10), {
      name: 'RangeError',
      message: `--steps takes a whole number from 1 to 10, not '${text}'.`,
    })
  }
})
