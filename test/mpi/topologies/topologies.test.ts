import { test } from 'node:test'
import { runCases } from '../run-cases.ts'

test('communicators have topologies', async (t) => {
  await runCases(t, 4, 'topologies')
})
