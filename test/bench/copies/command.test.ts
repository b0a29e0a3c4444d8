import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { CASES, REGION_CASES } from '../../../bench/copies/cases.ts'
import { SERVED_CASES, WINDOW_CASES } from '../../../bench/copies/window-cases.ts'
import { CLI } from '../../support/ranks.ts'

function bench(...args: string[]) {
  return spawnSync(process.execPath, [CLI, 'bench', ...args], { encoding: 'utf8', timeout: 120_000 })
}

for (const [args, message] of [
  [['copy', 'overlap'], /expected one benchmark, not 'copy overlap'/],
  [['copy', '--rounds', '0'], /--rounds takes a whole number from 1 to 9999, not '0'/],
  [['overlap', '--sizes', '8'], /--sizes/],
] as const) {
  test(`crossmem bench ${args.join(' ')} exits with 2 and says why`, () => {
    const { status, stdout, stderr } = bench(...args)
    assert.equal(status, 2, stderr)
    assert.equal(stdout, '')
    assert.match(stderr, message)
  })
}

test('crossmem bench copy --json measures every case', () => {
  const { status, stdout, stderr } = bench('copy', '--rounds', '1', '--json')
  assert.equal(status, 0, stderr)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    lines.map(({ name }) => name),
    [...CASES.map(({ name }) => name), ...REGION_CASES],
  )
  for (const { benchmark, microseconds } of lines) {
    assert.equal(benchmark, 'copy')
    assert.ok(microseconds.median > 0)
  }
})

test('crossmem bench overlap prints a line for each engine, and how it was measured', () => {
  const { status, stdout, stderr } = bench('overlap', '--rounds', '1')
  assert.equal(status, 0, stderr)
  for (const engine of ['inline', 'threads', 'io_uring']) {
    assert.match(stdout, new RegExp(`^ *${engine} +\\d+\\.\\d %.* \\d`, 'm'))
  }
  assert.match(stdout, /- Machine: \d+ processors/)
})

test('crossmem bench vmfd --json measures windows of each kind that is to be had', () => {
  const { status, stdout, stderr } = bench('vmfd', '--rounds', '1', '--json')
  assert.equal(status, 0, stderr)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const names = lines.map(({ name }) => name)
  assert.deepEqual(
    names.slice(0, WINDOW_CASES.length),
    WINDOW_CASES.map(({ name }) => name),
  )
  const served = names.slice(WINDOW_CASES.length)
  if (served.length === 0) assert.match(stderr, /are left out/)
  for (const name of served)
    assert.ok(
      SERVED_CASES.some((known) => known.name === name),
      name,
    )
  for (const { benchmark, microseconds } of lines) {
    assert.equal(benchmark, 'vmfd')
    assert.ok(microseconds.median > 0)
  }
})
