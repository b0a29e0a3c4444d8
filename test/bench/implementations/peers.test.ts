import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { benchmarks } from '../../../bench/benchmarks/index.ts'
import { execute } from '../../../bench/harness/execute.ts'
import { pointsArguments } from '../../../bench/harness/points.ts'
import { runPoints } from '../../../bench/harness/run-points.ts'
import { taskArguments } from '../../../bench/harness/task.ts'
import { peers } from '../../../bench/implementations/index.ts'
import { COLLECTIVES } from '../../../bench/suites/collectives.ts'
import { RINGS } from '../../../bench/suites/rings.ts'
import { assignProcessors } from '../../../src/launch/binding.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
after(() => rmSync(folder, { recursive: true }))

const SIZES = [0, 1, 1000, 200_000]
const TASK = taskArguments({ sizes: SIZES, rehearsal: 0.001, warmUp: 0.001, measure: 0.001 })

const POINTS = {
  COLLECTIVES: COLLECTIVES.flatMap(({ name: benchmark }) => [16, 8000].map((bytes) => ({ benchmark, bytes }))),
  RINGS: RINGS.flatMap((benchmark) => [8, 200_000].map((bytes) => ({ benchmark, bytes }))),
}

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

for (const [program, points, more] of [
  ['collectives', 'COLLECTIVES', []],
  ['rings', 'RINGS', ['7']],
] as const) {
  for (const name of ['openmpi', 'mpich']) {
    test(`${name} does the ${program} when it is there, and what arrives is right`, async (context) => {
      const job = { name: program, ranks: 2, mayCrowd: true }
      const peer = await peers[name]({ job, processors: assignProcessors(2), folder })
      if ('missing' in peer) return context.skip(peer.missing)
      const task = { points: POINTS[points], warmUp: 0.001, measure: 0.001, rehearsal: 0, calls: 3 }
      const command = peer.command([...pointsArguments(task), ...more])
      const { figures, stuck } = await runPoints(command, POINTS[points], 60, new AbortController().signal)
      assert.equal(stuck, false)
      for (const { microseconds } of figures) assert.ok(microseconds > 0)
    })
  }
}

test('openmpi and mpich are told not to bind their ranks where these outnumber processors', async (context) => {
  const job = { name: 'collectives', ranks: 3, mayCrowd: true }
  let checked = 0
  for (const name of ['openmpi', 'mpich']) {
    const peer = await peers[name]({ job, processors: [0, 1, 0], folder })
    if ('missing' in peer) continue
    const command = peer.command([]).join(' ')
    assert.doesNotMatch(command, /cpu-list|user:/)
    if (name === 'openmpi') assert.match(command, /--bind-to none --oversubscribe --mca mpi_yield_when_idle 1/)
    checked++
  }
  if (checked === 0) context.skip('neither is installed')
})

test('child_process and its like are missing where more than two ranks work together', async () => {
  const job = { name: 'collectives', ranks: 2, mayCrowd: true }
  const peer = await peers.child_process({ job, processors: [0, 1], folder })
  assert.match('missing' in peer ? peer.missing : '', /it takes part in pingpong and bandwidth/)
})

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
