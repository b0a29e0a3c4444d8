import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { type RanksJob, runRanks, startRanks } from '../support/ranks.ts'

const END = new URL('./ranks/end.js', import.meta.url)

/** The launcher's own lines. */
function said(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line.startsWith('crossmem run: '))
}

/** Whether a process has ended; who inherited it may not have collected it yet. */
function isGone(pid: string): boolean {
  return !existsSync(`/proc/${pid}/exe`)
}

function pidsIn(stdout: string): string[] {
  return [...stdout.matchAll(/is ready as (\d+)/g)].map(([, pid]) => pid)
}

/** Starts ranks that end as `ways` say, and waits until all are ready for it. */
async function startReady(t: TestContext, ways: string[]): Promise<RanksJob> {
  const job = startRanks(ways.length, END, { args: ways })
  t.after(() => job.kill())
  for (const rank of ways.keys()) await job.saw(new RegExp(`rank ${rank} is ready`))
  return job
}

test('a job whose ranks all end well ends with 0, and says nothing', async () => {
  const { code, stderr } = await runRanks(3, END, { args: ['0', '0', '0'] })
  assert.equal(code, 0)
  assert.equal(stderr, '')
})

test("a job ends with its failing rank's exit code, and says which rank that was", async () => {
  const { code, stderr, stdout } = await runRanks(3, END, { args: ['0', '42', 'wait'] })
  assert.equal(code, 42)
  const [, pid] = /rank 1 is ready as (\d+)/.exec(stdout)!
  assert.deepEqual(said(stderr), [`crossmem run: rank 1 (pid ${pid}) ended with exit code 42; ending the job`])
})

test('a job ends with 128 and the signal when a rank is killed', async () => {
  const { code, stderr } = await runRanks(2, END, { args: ['wait', 'SIGKILL'] })
  assert.equal(code, 137)
  assert.equal(said(stderr).length, 1)
  assert.match(said(stderr)[0], /^crossmem run: rank 1 \(pid \d+\) was killed by SIGKILL; ending the job$/)
})

test('only the first failure decides the exit code, and only that one is told', async (t) => {
  const job = await startReady(t, ['told:3', 'late:4', 'late:5'])
  job.write('now')
  const { code, stderr } = await job.result
  assert.equal(code, 3)
  assert.equal(said(stderr).length, 1, stderr)
})

test('an uncaught exception in a rank ends the job, with its stack trace and its rank', async () => {
  const { code, stderr } = await runRanks(3, END, { args: ['wait', 'wait', 'throw'] })
  assert.equal(code, 1)
  assert.match(stderr, /Error: thrown by a rank/)
  assert.match(stderr, /rank 2 \(pid \d+\) ended with exit code 1; ending the job/)
})

test('ranks that take no notice of SIGTERM are killed, and none is left', async (t) => {
  const job = await startReady(t, ['told:1', 'stubborn', 'stubborn'])
  job.write('now')
  const { code, stdout } = await job.result
  assert.equal(code, 1)
  assert.equal(stdout.match(/SIGTERM came/g)?.length, 2)
  for (const pid of pidsIn(stdout)) assert.equal(existsSync(`/proc/${pid}`), false)
})

test('--timeout ends the job with 124, and says so', async () => {
  const { code, stderr } = await runRanks(2, END, { args: ['wait', 'wait'], options: ['--timeout', '.5'] })
  assert.equal(code, 124)
  assert.deepEqual(said(stderr), ['crossmem run: the time limit of 0.5 s has passed; ending the job'])
})

test('--timeout does nothing to a job that ends in time', async () => {
  const { code, stderr, milliseconds } = await runRanks(2, END, { args: ['0', '0'], options: ['--timeout', '50'] })
  assert.equal(code, 0, stderr)
  assert.ok(milliseconds < 50_000)
})

test('all ranks end when their launcher is killed', async (t) => {
  const job = await startReady(t, ['wait', 'stubborn', 'wait'])
  job.launcher.kill('SIGKILL')
  // The ranks hold the launcher's output: it is closed when the last of them is gone.
  const { signal, stdout } = await job.result
  assert.equal(signal, 'SIGKILL')
  for (const pid of pidsIn(stdout)) assert.ok(isGone(pid), `the rank with pid ${pid} is still there`)
})
