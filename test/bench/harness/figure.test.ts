import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFigures } from '../../../bench/harness/figure.ts'

test('parseFigures() takes figures, and leaves what else was printed', () => {
  const output = 'hello\n{"bytes":8,"microseconds":0.5}\n{}\n{"bytes":1024,"microseconds":2,"protocol":"mapped"}\n'
  assert.deepEqual(parseFigures(output), [
    { bytes: 8, microseconds: 0.5 },
    { bytes: 1024, microseconds: 2, protocol: 'mapped' },
  ])
})
