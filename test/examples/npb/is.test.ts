import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runExample } from '../run-example.ts'

for (const ranks of [1, 2, 3, 4]) {
  test(`is ranks class S and verifies it on ${ranks} ranks`, () => {
    const { status, stdout, stderr } = runExample('npb/is', ranks, ['S'])
    assert.equal(status, 0, stderr)
    assert.match(stdout, /^ Verification {4}= +SUCCESSFUL$/m)
    assert.match(stdout, /^ Size {12}= +65536$/m)
    assert.match(stdout, new RegExp(`^ Total processes = +${ranks}$`, 'm'))
    assert.match(stdout, /^ {8}10$/m)
  })
}

test('is reports the bytes that travelled, at least three quarters of all keys on four ranks', () => {
  const { stdout } = runExample('npb/is', 4, ['W', '--iterations', '1'])
  const rows = [...stdout.matchAll(/^ (\w+) += +[\d,]+ +([\d,]+)$/gm)]
  const bytes = rows
    .filter(([, protocol]) => protocol !== 'self')
    .map(([, , count]) => Number(count.replaceAll(',', '')))
    .reduce((sum, count) => sum + count, 0)
  // Two rankings, one of them untimed; three of four keys belong on another rank, give or take a hundredth.
  const expected = 2 * 0.75 * 4 * 2 ** 20
  assert.ok(bytes > 0.98 * expected && bytes < 1.1 * expected, `${bytes} bytes, ${expected} expected:\n${stdout}`)
})

test('is ends with exit code 2 and tells its usage once when an argument is wrong', () => {
  for (const args of [['X'], [], ['S', '--iterations', '0'], ['S', '--fast']]) {
    const { status, stdout, stderr } = runExample('npb/is', 2, args)
    assert.equal(status, 2, `${args}: ${stderr}`)
    assert.equal(stderr.split('Usage: crossmem run').length, 2, stderr)
    assert.doesNotMatch(stdout, /Verification/)
  }
})
