import { test } from 'node:test'
import { runCases } from './run-cases.ts'

test('intercommunicators join two groups', async (t) => {
  await runCases(t, 5, 'intercommunicators')
})
