import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CLI, RanksJob } from '../support/ranks.ts'
import { runCases } from './run-cases.ts'

test('ranks whose heaps are full go on', async (t) => {
  await runCases(t, 2, 'heap', { options: ['--heap', '8M'] })
})

describe('a job with little address space works or says what is missing, and never hangs', () => {
  const program = fileURLToPath(new URL('ranks/delivery.js', import.meta.url))
  // From what Node.js itself hardly starts with, by way of what is too little for some mappings, to what is enough.
  for (const gib of [2, 6, 10.5, 11, 12, 14, 18, 22]) {
    test(`ulimit -v of ${gib} GiB`, async (t) => {
      const script = `ulimit -v ${Math.round(gib * 2 ** 20)} && exec "$@"`
      const args = ['-c', script, 'sh', process.execPath, CLI, 'run', '-n', '2', '--heap', '64M', program]
      const job = new RanksJob('sh', args, { input: '' })
      t.after(() => job.kill())
      const { code, stdout, stderr } = await job.result
      if (code === 0) assert.match(stdout, /^all cases have passed$/m)
      else assert.match(stderr, /ERR_ADDRESS_SPACE|out of memory/, stdout)
    })
  }
})
