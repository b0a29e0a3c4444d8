import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCompiled } from '../run-example.ts'

test('conclude() ends the job with exit code 1, and one report, when the result was not verified', () => {
  const { status, stdout } = runCompiled('test/examples/npb/unverified.js', 2)
  assert.equal(status, 1)
  assert.equal(stdout.match(/^ Verification {4}= +FAILED$/gm)?.length, 1, stdout)
})
