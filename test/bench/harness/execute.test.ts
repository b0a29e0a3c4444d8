import assert from 'node:assert/strict'
import { test } from 'node:test'
import { execute } from '../../../bench/harness/execute.ts'

const never = new AbortController().signal

function node(script: string): string[] {
  return [process.execPath, '-e', script]
}

test('execute() gives the figures, and what was said besides', async () => {
  const script = `console.log('{"bytes":8,"microseconds":1.5}'); console.error('by the way')`
  assert.deepEqual(await execute(node(script), [8], never), {
    figures: [{ bytes: 8, microseconds: 1.5 }],
    said: 'by the way',
  })
})

test('execute() rejects with what was said when the program fails', async () => {
  await assert.rejects(execute(node(`console.error('out of luck'); process.exit(3)`), [], never), {
    code: 'ERR_BENCH_PROGRAM',
    message: /exit code 3 .*\nout of luck/,
  })
})

test('execute() rejects when a size is missing', async () => {
  await assert.rejects(execute(node(`console.log('{"bytes":8,"microseconds":1.5}')`), [8, 64], never), {
    code: 'ERR_BENCH_PROGRAM',
    message: /exit code 0 and 1 figures/,
  })
})

test('execute() rejects when the program was killed', async () => {
  await assert.rejects(execute(node(`process.kill(process.pid, 'SIGKILL')`), [], never), {
    code: 'ERR_BENCH_PROGRAM',
    message: /was ended by a signal/,
  })
})

test('execute() rejects when the program does not exist', async () => {
  await assert.rejects(execute(['/nowhere/to/be/found'], [], never), {
    code: 'ERR_BENCH_PROGRAM',
    message: /ENOENT/,
  })
})

test('execute() ends the program when it is told to', async () => {
  const interrupt = new AbortController()
  const running = execute(node('setInterval(() => {}, 1000)'), [], interrupt.signal)
  interrupt.abort()
  await assert.rejects(running, { code: 'ERR_BENCH_PROGRAM' })
})
