import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runPoints } from '../../../bench/harness/run-points.ts'

const never = new AbortController().signal
const POINTS = [
  { benchmark: 'bcast', bytes: 8 },
  { benchmark: 'bcast', bytes: 1024 },
]
const LONG_SECONDS = 60

function figure(benchmark: string, bytes: number): string {
  return `console.log('${JSON.stringify({ bytes, benchmark, microseconds: 1.5 })}');`
}

/** A node program; `hang` never ends, though nothing comes from it. */
function node(script: string): string[] {
  return [process.execPath, '-e', `const hang = () => setInterval(() => {}, 1000); ${script}`]
}

/** Whether there is such a process, and it has not ended. */
function runs(pid: string): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

test('runPoints() gives the figures in order, and what was said besides', async () => {
  const script = `${figure('bcast', 8)} console.error('by the way'); ${figure('bcast', 1024)}`
  assert.deepEqual(await runPoints(node(script), POINTS, LONG_SECONDS, never), {
    figures: POINTS.map((point) => ({ bytes: point.bytes, benchmark: 'bcast', microseconds: 1.5 })),
    said: 'by the way',
    stuck: false,
  })
})

test('runPoints() ends a program that takes too long at a point, and gives the figures before', async () => {
  const { figures, stuck } = await runPoints(node(`${figure('bcast', 8)} hang()`), POINTS, 1, never)
  assert.equal(stuck, true)
  assert.deepEqual(
    figures.map(({ bytes }) => bytes),
    [8],
  )
})

test('runPoints() gives a program its time anew with each figure', async () => {
  const later = (line: string, milliseconds: number) => `setTimeout(() => { ${line} }, ${milliseconds});`
  // Together they take longer than the limit, each alone does not.
  const script = `${later(figure('bcast', 8), 1200)} ${later(figure('bcast', 1024), 2400)}`
  const { stuck } = await runPoints(node(script), POINTS, 2, never)
  assert.equal(stuck, false)
})

test('runPoints() ends also what has left the process group of the program', async () => {
  const child = `const { spawn } = require('node:child_process')
    const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'inherit' })
    console.error(pid);`
  const { said, stuck } = await runPoints(node(`${child} hang()`), POINTS, 1, never)
  assert.equal(stuck, true)
  assert.match(said, /^\d+$/)
  assert.equal(runs(said), false)
})

test('runPoints() rejects with what was said when the program fails', async () => {
  const script = `${figure('bcast', 8)} console.error('out of luck'); process.exit(3)`
  await assert.rejects(runPoints(node(script), POINTS, LONG_SECONDS, never), {
    code: 'ERR_BENCH_PROGRAM',
    message: /exit code 3 and 1 figures.*\nout of luck/,
  })
})

test('runPoints() rejects when a point is missing, or another one than was wanted', async () => {
  for (const script of [figure('bcast', 8), `${figure('bcast', 8)} ${figure('reduce', 1024)}`]) {
    await assert.rejects(runPoints(node(script), POINTS, LONG_SECONDS, never), { code: 'ERR_BENCH_PROGRAM' })
  }
})

test('runPoints() rejects when it is interrupted, before or after the program has begun', async () => {
  const interrupt = new AbortController()
  const running = runPoints(node('hang()'), POINTS, LONG_SECONDS, interrupt.signal)
  interrupt.abort()
  await assert.rejects(running, { code: 'ERR_BENCH_PROGRAM', message: /was interrupted/ })
  await assert.rejects(runPoints(node('hang()'), POINTS, LONG_SECONDS, interrupt.signal), {
    code: 'ERR_BENCH_PROGRAM',
  })
})

test('runPoints() rejects when the program does not exist', async () => {
  await assert.rejects(runPoints(['/nowhere/to/be/found'], POINTS, LONG_SECONDS, never), {
    code: 'ERR_BENCH_PROGRAM',
    message: /ENOENT/,
  })
})
