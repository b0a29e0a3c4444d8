import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseJob } from '../../../src/cli/run/options.ts'
import { MAX_RANKS } from '../../../src/transport/segment.ts'

/** Any file that exists. */
const PROGRAM = join(import.meta.dirname, 'options.test.js')

const WRONG: [args: string[], code: string, said: RegExp][] = [
  [['-n', '0', PROGRAM], 'ERR_JOB_SIZE', /^-n takes a whole number of ranks from 1 to 128, not '0'$/],
  [['-n', '-1', PROGRAM], 'ERR_JOB_SIZE', /not '-1'$/],
  [['-n', '1.5', PROGRAM], 'ERR_JOB_SIZE', /not '1.5'$/],
  [['-n', 'NaN', PROGRAM], 'ERR_JOB_SIZE', /not 'NaN'$/],
  [['-n', 'x', PROGRAM], 'ERR_JOB_SIZE', /not 'x'$/],
  [['-n', '', PROGRAM], 'ERR_JOB_SIZE', /not ''$/],
  [['-n', String(MAX_RANKS + 1), PROGRAM], 'ERR_JOB_SIZE', /from 1 to 128, not '129'$/],
  [[PROGRAM], 'ERR_OPTION', /Give -n N/],
  [['-n'], 'ERR_OPTION', /-n needs a value/],
  [['-n', '2'], 'ERR_OPTION', /no program is given/],
  [['-n', '2', 'absent.js'], 'ERR_PROGRAM', /there is no program 'absent.js': \/.*\/absent.js does not exist/],
  [['-n', '2', '--frobnicate', PROGRAM], 'ERR_OPTION', /there is no option --frobnicate/],
  [['-x', PROGRAM], 'ERR_OPTION', /there is no option -x/],
  [['--constructor', PROGRAM], 'ERR_OPTION', /there is no option --constructor/],
  [['-n', '2', '--bind=3', PROGRAM], 'ERR_OPTION', /--bind takes no value, and was given '3'/],
  [['-n', '2', '--protocol', 'x', PROGRAM], 'ERR_PROTOCOL_NAME', /one of eager, mapped, attach, push, staged, not 'x'/],
  [['-n', '2', '--protocol', 'self', PROGRAM], 'ERR_PROTOCOL_NAME', /not 'self'/],
  [['-n', '2', '--heap', 'big', PROGRAM], 'ERR_HEAP_SIZE', /not 'big'/],
  [['-n', '2', '--timeout', '0', PROGRAM], 'ERR_TIMEOUT', /seconds, more than 0 and up to 2147482, not '0'/],
  [['-n', '2', '--timeout', '-1', PROGRAM], 'ERR_TIMEOUT', /not '-1'/],
  [['-n', '2', '--timeout', '1m', PROGRAM], 'ERR_TIMEOUT', /not '1m'/],
  [['-n', '2', '--timeout', '2147483', PROGRAM], 'ERR_TIMEOUT', /not '2147483'/],
]
for (const [args, code, message] of WRONG) {
  test(`parseJob() throws ${code} for '${args.join(' ').replace(PROGRAM, 'PROGRAM')}'`, () => {
    assert.throws(() => parseJob(args), { code, message })
  })
}

test('parseJob() gives what is not said its usual value', () => {
  assert.deepEqual(parseJob(['-n', '2', PROGRAM]), {
    job: {
      size: 2,
      program: PROGRAM,
      args: [],
      nodeOptions: [],
      heapBytes: 2 ** 30,
      forced: null,
      bind: false,
      prefix: false,
      timeout: null,
    },
    stats: false,
  })
})

test('parseJob() reads every option', () => {
  const values = [
    '--heap=2M',
    '--protocol',
    'push',
    '--timeout',
    '1.5',
    '--import',
    'a',
    '--node-option=--b',
    '--import',
    'c',
  ]
  const { job, stats } = parseJob(['--ranks', '128', ...values, '--bind', '--prefix', '--stats', PROGRAM])!
  assert.deepEqual(job, {
    size: 128,
    program: PROGRAM,
    args: [],
    nodeOptions: ['--import', 'a', '--import', 'c', '--b'],
    heapBytes: 2 * 1024 * 1024,
    forced: 'push',
    bind: true,
    prefix: true,
    timeout: 1.5,
  })
  assert.equal(stats, true)
})

test('parseJob() ends the options at the program, or after --: what follows is its own', () => {
  const own = ['-n', '5', '--prefix', '--', '--help']
  const { job } = parseJob(['-n1', PROGRAM, ...own])!
  assert.deepEqual([job.size, job.prefix, job.args], [1, false, own])
  assert.deepEqual(parseJob(['-n1', '--', PROGRAM, ...own])!.job.args, own)
  assert.throws(() => parseJob(['-n1', '--', '--prefix', PROGRAM]), { code: 'ERR_PROGRAM' })
})

test('parseJob() takes the last of an option that is given twice', () => {
  assert.equal(parseJob(['-n', '7', '-n', '1', PROGRAM])!.job.size, 1)
})

test('parseJob() returns null where help is asked for, whatever else is missing', () => {
  assert.equal(parseJob(['--help']), null)
  assert.equal(parseJob(['-n', '0', '-h', 'absent.js']), null)
})
