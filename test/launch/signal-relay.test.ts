import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CLI, RanksJob, startRanks } from '../support/ranks.ts'

const TELL = new URL('./ranks/tell-signals.js', import.meta.url)
const END = new URL('./ranks/end.js', import.meta.url)
const needsScript = { skip: spawnSync('script', ['--version']).error ? 'script(1) is not installed' : false }

/** Quotes nothing: paths of this package go into a command for script(1). No shell stays, which the keyboard's signals would kill. */
function inTerminal(command: string): RanksJob {
  return new RanksJob('script', ['--quiet', '--return', '--command', `exec ${command}`, '/dev/null'], {})
}

for (const signal of ['SIGUSR1', 'SIGUSR2', 'SIGHUP', 'SIGQUIT', 'SIGINT'] as const) {
  test(`${signal} to the launcher reaches every rank, and the job goes on when they do`, async (t) => {
    const job = startRanks(3, TELL)
    t.after(() => job.kill())
    for (const rank of [0, 1, 2]) await job.saw(new RegExp(`rank ${rank} is ready`))
    job.launcher.kill(signal)
    for (const rank of [0, 1, 2]) await job.saw(new RegExp(`rank ${rank} got ${signal}`))
    job.write('?')
    await job.saw(new RegExp(`so far {"${signal}":1}`))
    job.launcher.stdin!.end()
    job.launcher.kill('SIGTERM')
    const { code, stderr } = await job.result
    assert.equal(code, 0, stderr)
    assert.equal(stderr, '')
  })
}

for (const [signal, expected] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const) {
  test(`a job that ends by ${signal} from outside ends with ${expected}, and blames no rank`, async (t) => {
    const job = startRanks(2, END, { args: ['wait', 'wait'] })
    t.after(() => job.kill())
    for (const rank of [0, 1]) await job.saw(new RegExp(`rank ${rank} is ready`))
    job.launcher.kill(signal)
    const { code, stderr } = await job.result
    assert.equal(code, expected)
    assert.equal(stderr, '')
  })
}

test('a rank that a signal ended before the launcher saw the same signal is not blamed', async (t) => {
  const job = startRanks(2, END, { args: ['wait', 'wait'] })
  t.after(() => job.kill())
  const [pid] = await Promise.all(
    [0, 1].map(async (rank) => Number((await job.saw(new RegExp(`rank ${rank} is ready as (\\d+)`)))[1])),
  )
  process.kill(pid, 'SIGINT')
  while (existsSync(`/proc/${pid}`)) await delay(1)
  job.launcher.kill('SIGINT')
  const { code, stderr } = await job.result
  assert.equal(code, 130)
  assert.equal(stderr, '')
})

test('a rank that alone was sent such a signal is blamed', async (t) => {
  const job = startRanks(2, END, { args: ['wait', 'wait'] })
  t.after(() => job.kill())
  const [, pid] = await job.saw(/rank 0 is ready as (\d+)/)
  process.kill(Number(pid), 'SIGINT')
  const { code, stderr } = await job.result
  assert.equal(code, 130)
  assert.equal(stderr, `crossmem run: rank 0 (pid ${pid}) was killed by SIGINT; ending the job\n`)
})

test('a second SIGINT kills ranks that took no notice of the first', async (t) => {
  const job = startRanks(2, TELL)
  t.after(() => job.kill())
  for (const rank of [0, 1]) await job.saw(new RegExp(`rank ${rank} is ready`))
  job.launcher.kill('SIGINT')
  for (const rank of [0, 1]) await job.saw(new RegExp(`rank ${rank} got SIGINT`))
  job.launcher.kill('SIGINT')
  const { code, stderr } = await job.result
  assert.equal(code, 130)
  assert.equal(stderr, 'crossmem run: interrupted again; killing all ranks\n')
})

test('what the keyboard of a terminal sends reaches a rank once', needsScript, async (t) => {
  const times = 5
  const job = inTerminal(`'${process.execPath}' '${CLI}' run -n 1 '${fileURLToPath(TELL)}'`)
  t.after(() => job.kill())
  await job.saw(/rank 0 is ready/)
  // One that came twice at once would count as one: so several.
  for (let count = 1; count <= times; count++) {
    job.write('\x1c')
    await job.saw(new RegExp(`(got SIGQUIT[^]*){${count}}`))
  }
  job.write('\x03')
  await job.saw(/rank 0 got SIGINT/)
  job.write('?\n')
  await job.saw(new RegExp(`so far {"SIGQUIT":${times},"SIGINT":1}`))
  job.write('\x03')
  const { code, stdout } = await job.result
  assert.equal(code, 130)
  assert.match(stdout, /interrupted again; killing all ranks/)
})

test('Ctrl-C in a terminal ends a job with 130, without a word', needsScript, async (t) => {
  const job = inTerminal(`'${process.execPath}' '${CLI}' run -n 2 '${fileURLToPath(END)}' wait wait`)
  t.after(() => job.kill())
  for (const rank of [0, 1]) await job.saw(new RegExp(`rank ${rank} is ready`))
  job.write('\x03')
  const { code, stdout } = await job.result
  assert.equal(code, 130)
  assert.doesNotMatch(stdout, /crossmem run/)
})
