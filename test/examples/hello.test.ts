import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runExample } from './run-example.ts'

test('hello prints a line of each rank and all greetings at rank 0', () => {
  const { status, stdout, stderr } = runExample('hello', 3)
  assert.equal(status, 0, stderr)
  for (const rank of [0, 1, 2]) assert.match(stdout, new RegExp(`Hello from rank ${rank} of 3, process \\d+\\.`))
  assert.match(stdout, /greeted 3 times: rank 0 greets rank 0, rank 1 greets rank 0, rank 2 greets rank 0\./)
})
