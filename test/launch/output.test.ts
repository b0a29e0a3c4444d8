import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CLI, RanksJob, runRanks } from '../support/ranks.ts'

const RANKS = 4
const LINES = 2000
const PRINT = new URL('./ranks/print.js', import.meta.url)

function expected(name: string, rank: number): string[] {
  return Array.from({ length: LINES }, (_, line) => `[${rank}] ${name} ${rank} ${line} ${'é'.repeat(line % 90)}`)
}

test('--prefix keeps the lines of all ranks whole and in order, each behind its rank', async () => {
  const { code, stdout, stderr } = await runRanks(RANKS, PRINT, { options: ['--prefix'] })
  assert.equal(code, 0)
  for (const [name, text] of [
    ['out', stdout],
    ['err', stderr],
  ]) {
    const lines = text.split('\n')
    assert.equal(lines.pop(), '')
    assert.equal(lines.length, RANKS * LINES)
    for (let rank = 0; rank < RANKS; rank++) {
      assert.deepEqual(
        lines.filter((line) => line.startsWith(`[${rank}] `)),
        expected(name, rank),
      )
    }
  }
})

test('--prefix lets ranks that write on learn that nobody reads any more, and they end', async () => {
  const program = fileURLToPath(new URL('./ranks/print-forever.js', import.meta.url))
  const command = `'${process.execPath}' '${CLI}' run -n 2 --prefix '${program}' | head -n 1; wait`
  const { stdout, stderr } = await new RanksJob('sh', ['-c', command], { input: '' }).result
  assert.match(stdout, /^\[[01]\] one more line\n$/)
  assert.match(stderr, /EPIPE/)
})

test('--prefix does not wait for a process that a failed rank left behind with its output', async (t) => {
  const program = new URL('./ranks/hold-output.js', import.meta.url)
  const { code, stdout, milliseconds } = await runRanks(1, program, { options: ['--prefix'] })
  const [, pid] = /^\[0\] holder (\d+)/.exec(stdout)!
  t.after(() => process.kill(Number(pid), 'SIGKILL'))
  assert.equal(code, 5)
  assert.ok(milliseconds < 25_000, `${milliseconds} ms`)
})
