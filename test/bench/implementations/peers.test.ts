import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { benchmarks } from '../../../bench/benchmarks/index.ts'
import { execute } from '../../../bench/harness/execute.ts'
import { taskArguments } from '../../../bench/harness/task.ts'
import { peers } from '../../../bench/implementations/index.ts'
import { assignProcessors } from '../../../src/launch/binding.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
after(() => rmSync(folder, { recursive: true }))

const SIZES = [0, 1, 1000, 200_000]
const TASK = taskArguments({ sizes: SIZES, rehearsal: 0.001, warmUp: 0.001, measure: 0.001 })

const JOBS = benchmarks.map(({ name, ranks }) => ({ name, ranks, mayCrowd: false }))

for (const job of JOBS) {
  for (const [name, prepare] of Object.entries(peers)) {
    test(`${name} does the ${job.name} when it is there`, async (context) => {
      const peer = await prepare({ job, processors: assignProcessors(job.ranks), folder })
      if ('missing' in peer) return context.skip(peer.missing)
      assert.equal(peer.name, name)
      assert.match(peer.version, /\d+\.\d+/)
      const { figures } = await execute(peer.command(TASK), SIZES, new AbortController().signal)
      assert.deepEqual(
        figures.map(({ bytes }) => bytes),
        SIZES,
      )
      for (const { microseconds } of figures) assert.ok(microseconds > 0)
    })
  }
}

test('openmpi and mpich are missing when no compiler wrapper is found', async () => {
  const path = process.env.PATH
  process.env.PATH = folder
  try {
    for (const name of ['openmpi', 'mpich']) {
      const peer = await peers[name]({ job: JOBS[0], processors: [0, 1], folder })
      assert.match('missing' in peer ? peer.missing : '', /^no mpicc of .* is installed$/)
    }
  } finally {
    process.env.PATH = path
  }
})

test('openmpi and mpich are missing when there are fewer processors than ranks', async () => {
  for (const name of ['openmpi', 'mpich']) {
    const peer = await peers[name]({ job: JOBS[0], processors: [0, 0], folder })
    assert.match('missing' in peer ? peer.missing : '', /each needs a processor, and there are 1$/)
  }
})
