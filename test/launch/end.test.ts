import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endInWords, endNumber, exitCodeOf } from '../../src/launch/end.ts'

test('a process that ended by itself is known by its exit code', () => {
  const end = { code: 3, signal: null }
  assert.equal(exitCodeOf(end), 3)
  assert.equal(endNumber(end), 3)
  assert.equal(endInWords(end), 'ended with exit code 3')
})

test('a process that was killed is known by its signal', () => {
  const end = { code: null, signal: 'SIGKILL' } as const
  assert.equal(exitCodeOf(end), 137)
  assert.equal(endNumber(end), -9)
  assert.equal(endInWords(end), 'was killed by SIGKILL')
})
