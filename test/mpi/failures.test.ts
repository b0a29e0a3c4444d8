import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { type RanksJob, startRanks } from '../support/ranks.ts'

const PROGRAM = new URL('ranks/waits.js', import.meta.url)
const WAITS = [
  'recv() without a buffer',
  'irecv().wait()',
  'a loop of test()',
  'sendrecv()',
  'send() of a large message',
  'send() of a large column',
  'send() of a value',
  'send() into a full lane',
  'issend().wait()',
  'a loan that is not given back',
  'probe()',
  'mprobe()',
  'a loop of iprobe()',
  'a loop of improbe()',
  'borrow()',
  'waitAll()',
  'waitAny()',
  'waitSome()',
  'a loop of testAll()',
  'a loop of testAny()',
  'a loop of testSome()',
  'createGroup()',
  'a persistent receive',
  'a loop of test() of a persistent send',
  'a persistent collective',
  'a partitioned receive',
  'a loop of parrived()',
  'a partitioned send',
  'detachBuffer()',
  'flushBuffer() of a communicator',
  'await of iflushBuffer()',
  'await of a receive',
  'await of a send',
  'await of many',
]
/** What only a death ends: others may still send, and a rank that ends well sees to what it has started. */
const UNTIL_DEATH = ['recv() from anybody', 'recv() of a message under way', 'recv() of a column under way']
const AT_ONCE = 7

interface Told {
  way: string
  code: string
  message: string
}

/** Has one rank wait in each of the ways for rank 0, and ends that by `end`. @returns what the ranks were told */
async function tell(t: TestContext, ways: string[], options: string[], end: (job: RanksJob, pid: number) => void) {
  const job = startRanks(ways.length + 1, PROGRAM, { args: [ways.join('|')], options: ['--heap', '16M', ...options] })
  t.after(() => job.kill())
  const [, pid] = await job.saw(/rank 0 is ready as (\d+)/)
  for (const rank of ways.keys()) await job.saw(new RegExp(`rank ${rank + 1} waits`))
  end(job, Number(pid))
  const { code, stdout, stderr } = await job.result
  const told = [...stdout.matchAll(/^told (.*)$/gm)].map(([, line]) => JSON.parse(line) as Told)
  assert.deepEqual(told.map(({ way }) => way).sort(), [...ways].sort(), stdout + stderr)
  return { told, code, stderr }
}

function inGroups(ways: string[]): string[][] {
  const groups = Math.ceil(ways.length / AT_ONCE)
  return Array.from({ length: groups }, (_, group) => ways.filter((_, index) => index % groups === group))
}

describe('whoever waits for a rank that is killed is told, before the job is ended', () => {
  for (const ways of inGroups([...WAITS, ...UNTIL_DEATH])) {
    // Staged messages need their sender to the end, so that one can be cut off in the middle.
    test(ways.join(', '), async (t) => {
      const { told, code, stderr } = await tell(t, ways, ['--protocol', 'staged'], (_, pid) =>
        process.kill(pid, 'SIGKILL'),
      )
      for (const { way, code, message } of told) {
        assert.equal(code, 'ERR_RANK_DIED', way)
        assert.match(message, /^rank 0 has died: it was killed by signal 9\./, way)
      }
      assert.equal(code, 137)
      assert.match(stderr, /rank 0 .*was killed by SIGKILL/)
    })
  }
})

describe('whoever waits for a rank that has ended is told', () => {
  for (const ways of inGroups(WAITS)) {
    test(ways.join(', '), async (t) => {
      const { told, code, stderr } = await tell(t, ways, [], (job) => job.write('end\n'))
      for (const { way, code, message } of told) {
        assert.equal(code, 'ERR_RANK_ENDED', way)
        assert.match(message, /^rank 0 has ended, and what this rank waits for can never come/, way)
      }
      assert.equal(code, 0, stderr)
    })
  }
})
