import { test } from 'node:test'
import { runCases } from './run-cases.ts'

for (const size of [2, 4]) {
  test(`${size} ranks may have any number of messages under way`, async (t) => {
    await runCases(t, size, 'flood', size === 4 ? { args: ['some'] } : {})
  })
}
