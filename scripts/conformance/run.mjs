import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CLI } from './builder.mjs'

const MOST_OUTPUT = 2 ** 22

const MEMORY = '3G'

/** Runs a test, in a folder for the files that it writes. Null when it passes, or why not. */
export async function runTest({ ranks, args = [], env = {}, seconds, judge }, program, work) {
  const cwd = join(work, 'files')
  mkdirSync(cwd, { recursive: true })
  const options = ['-n', ranks, '--timeout', seconds, '--max-memory', MEMORY, '--dir', '.']
  const words = ['run', ...options, program, ...args].map(String)
  const result = await finished(
    spawn(process.execPath, [CLI, ...words], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
    seconds,
  )
  if (result.code === 124) return `took longer than ${seconds} s${lastWords(result.output)}`
  return judge(result)
}

function finished(child, seconds) {
  return new Promise((resolve) => {
    let output = ''
    const take = (chunk) => {
      if (output.length < MOST_OUTPUT) output += chunk
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    // The launcher ends the job by itself; this is for a launcher that hangs.
    const timer = setTimeout(() => child.kill('SIGKILL'), (seconds + 30) * 1000)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code: signal === null ? code : signal, output })
    })
  })
}

const lastWords = (output) => (output === '' ? '' : `: ${firstError(output)}`)

/** The line of a program's output that tells most about a failure. */
export function firstError(output) {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const telling = lines.find((line) => /ERR_|crossmem|does not have|trap|RuntimeError|error/i.test(line)) ?? lines[0]
  return (telling ?? 'no output').slice(0, 300)
}
