import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { startRanks } from '../../support/ranks.ts'

const PROGRAM = new URL('ranks/partings.js', import.meta.url)
const NAMES = [
  'barrier',
  'bcast',
  'gather',
  'gatherv',
  'scatter',
  'scatterv',
  'allgather',
  'allgatherv',
  'alltoall',
  'alltoallv',
  'alltoallw',
  'reduce',
  'allreduce',
  'reduceScatter',
  'reduceScatterBlock',
  'scan',
  'exscan',
]
const HOW = ['blocking', 'wait', 'await', 'test']
/** In these, the part of the rank that dies is over when it has begun, or is short. */
const SHORT = ['barrier', 'alltoallw']
const AT_ONCE = 7

interface Told {
  way: string
  code: string
  at: number
}

/** Every collective, waited for in one of the ways, or in all. */
function ways(names: string[], all: boolean): string[][] {
  const list = names.flatMap((name, i) =>
    all ? HOW.map((how) => `${name} ${how}`) : [`${name} ${HOW[i % 4]}`, `${name} ${HOW[(i + 1) % 4]}`],
  )
  return Array.from({ length: Math.ceil(list.length / AT_ONCE) }, (_, i) => list.slice(i * AT_ONCE, (i + 1) * AT_ONCE))
}

async function part(t: TestContext, group: string[], begun: boolean, end: 'kill' | 'exit'): Promise<void> {
  const job = startRanks(group.length + 1, PROGRAM, {
    args: [group.join('|'), begun ? 'begun' : 'apart'],
    // Staged messages need their sender to the end, so that one can be cut off in the middle.
    options: ['--heap', '64M', ...(begun ? ['--protocol', 'staged'] : [])],
  })
  t.after(() => job.kill())
  const [, pid] = await job.saw(/rank 0 is ready as (\d+)/)
  for (const rank of group.keys()) await job.saw(new RegExp(`rank ${rank + 1} waits`))
  const ended = Date.now()
  if (end === 'kill') process.kill(Number(pid), 'SIGKILL')
  else job.write('end\n')
  const { stdout, stderr } = await job.result
  const told = [...stdout.matchAll(/^told (.*)$/gm)].map(([, line]) => JSON.parse(line) as Told)
  assert.deepEqual(told.map(({ way }) => way).sort(), [...group].sort(), stdout + stderr)
  for (const { way, code, at } of told) {
    assert.equal(code, end === 'kill' ? 'ERR_RANK_DIED' : 'ERR_RANK_ENDED', way)
    assert.ok(at - ended < 1000, `${way}: told after ${at - ended} ms`)
  }
}

describe('whoever waits in a collective for a rank that is killed is told within a second', () => {
  for (const group of ways(NAMES, true)) test(group.join(', '), (t) => part(t, group, false, 'kill'))
})

describe('whoever is in the middle of a collective with a rank that is killed is told within a second', () => {
  const names = NAMES.filter((name) => !SHORT.includes(name))
  for (const group of ways(names, false)) test(group.join(', '), (t) => part(t, group, true, 'kill'))
})

describe('whoever waits in a collective for a rank that has ended is told', () => {
  for (const group of ways(NAMES, false)) test(group.join(', '), (t) => part(t, group, false, 'exit'))
})
