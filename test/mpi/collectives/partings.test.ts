import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { ORDINARY_USER } from '../../attach/start-target.ts'
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
/** How bytes in ordinary memory come: from where they are, piece by piece through the arena in shared memory, or as staged messages. */
type By = 'attaching' | 'pieces' | 'messages'

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

async function part(
  t: TestContext,
  group: string[],
  begun: 'begun' | 'apart' | 'fresh',
  end: 'kill' | 'exit',
  by: By = 'attaching',
): Promise<void> {
  const job = startRanks(group.length + 1, PROGRAM, {
    args: [group.join('|'), begun, by],
    options: ['--heap', '64M', ...(by === 'messages' ? ['--protocol', 'staged'] : [])],
    // A process of root attaches to all others.
    ...(by === 'pieces' && ORDINARY_USER.uid !== undefined ? { uid: ORDINARY_USER.uid } : {}),
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
    // Who could take all that it wanted before the other one died needs nothing more of it.
    const hadAll = begun === 'begun' && by === 'attaching' && code === 'nothing'
    if (!hadAll) assert.equal(code, end === 'kill' ? 'ERR_RANK_DIED' : 'ERR_RANK_ENDED', way)
    assert.ok(at - ended < 1000, `${way}: told after ${at - ended} ms`)
  }
}

describe('whoever waits in a collective for a rank that is killed is told within a second', () => {
  for (const group of ways(NAMES, true)) test(group.join(', '), (t) => part(t, group, 'apart', 'kill'))
})

for (const by of ['attaching', 'pieces', 'messages'] as const) {
  describe(`whoever is in the middle of a collective by ${by} with a rank that is killed is told within a second`, () => {
    const names = NAMES.filter((name) => !SHORT.includes(name))
    for (const group of ways(names, false)) test(group.join(', '), (t) => part(t, group, 'begun', 'kill', by))
  })
}

describe('whoever makes the first collective call of a communicator with a rank that is gone is told', () => {
  const group = ['barrier blocking', 'bcast wait', 'allreduce await', 'gather test', 'scan blocking']
  for (const end of ['kill', 'exit'] as const) test(`by ${end}`, (t) => part(t, group, 'fresh', end))
})

describe('whoever waits in a collective for a rank that has ended is told', () => {
  for (const group of ways(NAMES, false)) test(group.join(', '), (t) => part(t, group, 'apart', 'exit'))
})
