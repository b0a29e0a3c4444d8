import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CLI, RanksJob, type RanksOptions, runRanks } from '../support/ranks.ts'

const ARGUMENTS = fileURLToPath(new URL('./ranks/arguments.js', import.meta.url))
const WAIT = fileURLToPath(new URL('./ranks/wait.js', import.meta.url))
const RUNS_TYPESCRIPT = 'typescript' in process.features && process.features.typescript !== false
const HAS_STRIPPING = process.allowedNodeEnvironmentFlags.has('--experimental-strip-types')

/** Runs `crossmem run` with exactly these arguments. */
function command(args: readonly string[], options: RanksOptions = {}) {
  return new RanksJob(process.execPath, [CLI, 'run', ...args], { input: '', ...options }).result
}

/** Runs `crossmem run` under a limit of the shell's ulimit. */
function limited(limit: string, args: readonly string[]) {
  const script = `ulimit ${limit}; exec "$0" "$@"`
  return new RanksJob('bash', ['-c', script, process.execPath, CLI, 'run', ...args], { input: '' }).result
}

test('a mistake in the options is told with its code and the way to the help, and nothing is started', async () => {
  const { code, stdout, stderr } = await command(['-n', '2', '--frobnicate', ARGUMENTS])
  assert.equal(code, 2)
  assert.equal(stdout, '')
  assert.equal(
    stderr,
    "crossmem run: there is no option --frobnicate [ERR_OPTION]\ncrossmem run: try 'crossmem run --help'\n",
  )
})

test('a value that means nothing is told with its code, and nothing is started', async () => {
  const { code, stdout, stderr } = await command(['-n', '0', ARGUMENTS])
  assert.equal(code, 2)
  assert.equal(stdout, '')
  assert.equal(stderr, "crossmem run: -n takes a whole number of ranks from 1 to 128, not '0' [ERR_JOB_SIZE]\n")
})

test('a program that does not exist is an error that says where it was looked for', async () => {
  const { code, stderr } = await command(['-n', '2', 'absent.js'], { cwd: tmpdir() })
  assert.equal(code, 2)
  assert.equal(
    stderr,
    `crossmem run: there is no program 'absent.js': ${join(tmpdir(), 'absent.js')} does not exist [ERR_PROGRAM]\n`,
  )
})

test('crossmem run --help tells all options', async () => {
  const { code, stdout } = await command(['--help'])
  assert.equal(code, 0)
  for (const option of [
    '-n',
    'heap',
    'protocol',
    'bind',
    'prefix',
    'timeout',
    'stats',
    'import',
    'node-option',
    'help',
  ]) {
    assert.match(stdout, new RegExp(`^  -.*${option}`, 'm'))
  }
})

test('a program gets the arguments that follow it, whatever they look like', async () => {
  const args = ['-n', '5', '--prefix', '--', '--help', '']
  const { stdout } = await command(['-n', '1', ARGUMENTS, ...args])
  assert.deepEqual(JSON.parse(stdout).argv, args)
})

test('a program is found as node finds it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'index.js'), 'console.log(require.main === module, process.argv[1])')
  for (const name of ['index.js', './index', '.']) {
    const { code, stdout, stderr } = await command(['-n', '1', name], { cwd: folder })
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^true .*index\.js\n$/)
  }
})

test('--import and --node-option reach every rank, in order', async () => {
  const load = new URL('./ranks/load.js', import.meta.url).href
  const options = ['--import', load, '--node-option=--expose-gc', '--node-option', '--title=x y']
  const { code, stdout, stderr } = await runRanks(2, ARGUMENTS, { options })
  assert.equal(code, 0, stderr)
  for (const line of stdout.trim().split('\n')) {
    const { execArgv, loaded } = JSON.parse(line)
    assert.equal(loaded, 'load')
    assert.deepEqual(execArgv.slice(-4), ['--import', load, '--expose-gc', '--title=x y'])
  }
})

test('a TypeScript program runs where node can, and else is an error that says what to do', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const program = join(folder, 'program.mts')
  writeFileSync(program, "const greeting: string = 'typed'\nconsole.log(greeting)\n")
  const { code, stdout, stderr } = await runRanks(2, program)
  if (RUNS_TYPESCRIPT || HAS_STRIPPING) {
    assert.equal(code, 0, stderr)
    assert.equal(stdout, 'typed\ntyped\n')
  } else {
    assert.equal(code, 2)
    assert.match(stderr, /does not run TypeScript.*Compile it.*--import tsx.*\[ERR_TYPESCRIPT\]/)
  }
})

test('a TypeScript program is left to a loader that the user brings', async () => {
  const resolve = `data:text/javascript,${encodeURIComponent("console.log('the loader came')")}`
  const program = fileURLToPath(new URL('../../../test/cli/ranks/arguments.ts', import.meta.url))
  const { stdout, stderr } = await runRanks(1, program, { options: ['--import', resolve] })
  assert.match(stdout, /^the loader came\n/)
  assert.doesNotMatch(stderr, /ERR_TYPESCRIPT/)
})

test('--stats tells what travelled, by protocol and in all', async () => {
  const talk = new URL('./ranks/talk.js', import.meta.url)
  const { code, stderr } = await runRanks(2, talk, { options: ['--stats'] })
  assert.equal(code, 0, stderr)
  assert.deepEqual(
    stderr
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/ +/)),
    [
      ['protocol', 'messages', 'bytes'],
      ['eager', '2', '200'],
      ['all', '2', '200'],
    ],
  )
})

test('too few descriptors are an error that says how to get more', async () => {
  const { code, stderr } = await limited('-n 40', ['-n', '16', ARGUMENTS])
  assert.equal(code, 2)
  assert.match(stderr, /a job of 16 ranks needs 33 descriptors.*EMFILE.*ulimit -n.*\[ERR_DESCRIPTORS\]/)
})

test('ranks that the system does not let start are an error, and no rank is left', async () => {
  const { code, stdout, stderr } = await limited('-n 70', ['-n', '16', '--prefix', WAIT])
  assert.equal(code, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /rank \d+ cannot be started: .*EMFILE\. .*ulimit -n.*\[ERR_SPAWN\]/)
})

test('a job either does with little address space, or says how to get more', async () => {
  const { code, stdout, stderr } = await limited(`-v ${8 * 1024 * 1024}`, ['-n', '2', ARGUMENTS])
  // Node 24 and later reserve less where there is less.
  if (code === 0) assert.equal(stdout.trim().split('\n').length, 2)
  else {
    assert.equal(code, 2, stderr)
    assert.match(stderr, /address space.*ulimit -v unlimited.*\[ERR_ADDRESS_SPACE\]/)
  }
})

test('anywhere but on Linux it says that it needs Linux', async () => {
  const pretend = `data:text/javascript,${encodeURIComponent("Object.defineProperty(process, 'platform', { value: 'darwin' })")}`
  const job = new RanksJob(process.execPath, ['--import', pretend, CLI, 'run', '-n', '2', ARGUMENTS], { input: '' })
  const { code, stderr } = await job.result
  assert.equal(code, 2)
  assert.match(stderr, /crossmem needs Linux, and this is darwin.*\[ERR_LINUX_ONLY\]/)
})
