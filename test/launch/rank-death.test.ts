import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { startRanks } from '../support/ranks.ts'

const BLOCK = new URL('./ranks/block.js', import.meta.url)
const WAYS = ['recv', 'recvAny', 'send', 'sendOrdinary', 'ssend', 'probe', 'await', 'barrier', 'allreduce']
const VICTIM = 2
const SURVIVORS = [0, 1, 3]

/** Resolves when a process's main thread sleeps, and has for a while used no processor. */
async function asleep(pid: number): Promise<void> {
  let before = ''
  for (;;) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const used = `${fields[11]} ${fields[12]}`
    if (fields[0] === 'S' && used === before) return
    before = used
    await delay(30)
  }
}

/** What a process maps or has open of files that are memory: none of them is left when none is there. */
function namedMemory(pid: number): string[] {
  const mapped = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
  return [...mapped, ...open].filter((line) => line.includes('/dev/shm/'))
}

for (const way of WAYS) {
  test(`ranks that wait in ${way} are told within a second that a rank was killed, and the job fails`, async (t) => {
    const job = startRanks(4, BLOCK, { args: [way], options: ['--heap', '16M'] })
    t.after(() => job.kill())
    const pids: number[] = []
    for (const rank of [0, 1, 2, 3]) {
      pids.push(Number((await job.saw(new RegExp(`rank ${rank} is ready as (\\d+)`)))[1]))
    }
    for (const rank of SURVIVORS) await asleep(pids[rank])
    for (const pid of pids) assert.deepEqual(namedMemory(pid), [])
    const killed = Date.now()
    process.kill(pids[VICTIM], 'SIGKILL')
    const { code, stdout, stderr } = await job.result
    const told = [...stdout.matchAll(/^told (.*)$/gm)].map(([, line]) => JSON.parse(line))
    assert.deepEqual(told.map(({ rank }) => rank).sort(), SURVIVORS, stdout + stderr)
    for (const { code, message, at } of told) {
      assert.equal(code, 'ERR_RANK_DIED')
      assert.match(message, /^rank 2 has died: it was killed by signal 9\./)
      assert.ok(at - killed < 1000, `it took ${at - killed} ms`)
    }
    assert.equal(code, 137)
    assert.match(stderr, /^crossmem run: rank 2 \(pid \d+\) was killed by SIGKILL; ending the job$/m)
    for (const pid of pids) assert.equal(existsSync(`/proc/${pid}`), false)
  })
}

test('ranks are told of the rank that was killed, and not of one that ended in consequence', async (t) => {
  const job = startRanks(3, new URL('./ranks/consequence.js', import.meta.url))
  t.after(() => job.kill())
  const [, pid] = await job.saw(/rank 2 is ready as (\d+)/)
  process.kill(Number(pid), 'SIGKILL')
  const { code, stdout, stderr } = await job.result
  assert.equal(code, 137)
  assert.match(stdout, /^told rank 2 has died/m, stderr)
})
