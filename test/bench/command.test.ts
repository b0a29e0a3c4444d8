import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { benchmarks } from '../../bench/benchmarks/index.ts'
import { COLLECTIVES } from '../../bench/suites/collectives.ts'

const CLI = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

function bench(...args: string[]) {
  return spawnSync(process.execPath, [CLI, 'bench', ...args], { encoding: 'utf8' })
}

for (const [args, message] of [
  [[], /expected one benchmark, pingpong, bandwidth, barrier, .* or rings, not ''/],
  [['latency'], /expected one benchmark, .*'latency'/],
  [['pingpong', 'bandwidth'], /expected one benchmark, .*'pingpong bandwidth'/],
  [['pingpong', '--sizes', '8,x'], /'x'/],
  [['pingpong', '--memory', 'heap'], /--memory takes a list of arena, ordinary, not 'heap'/],
  [['pingpong', '--peers', 'pvm'], /--peers takes a list of openmpi, .*'pvm'/],
  [['pingpong', '--rounds', '0'], /--rounds takes a whole number from 1 to 9999, not '0'/],
  [['pingpong', '--quick'], /--quick/],
  [['pingpong', '--ranks', '2'], /--ranks means nothing to pingpong/],
  [['pingpong', '--report', '/nowhere/to/be/found.html'], /--report cannot write \/nowhere\/to\/be\/found.html/],
  [['bcast', '--protocol', 'mapped'], /--protocol means nothing to bcast/],
  [['bcast', '--only', 'reduce'], /--only means nothing to bcast/],
  [['bcast', '--sizes', '8,12'], /a size is a multiple of 8 bytes, not 12/],
  [['bcast', '--sizes', '0'], /a size is a multiple of 8 bytes, not 0/],
  [['bcast', '--ranks', '2,1'], /--ranks takes a list of numbers from 2 to \d+, .*'1'/],
  [['collectives', '--only', 'bcast,broadcast'], /--only takes a list of barrier, .*'broadcast'/],
  [['rings', '--seed', '0'], /--seed takes a whole number from 1 to .*'0'/],
  [['rings', '--memory', 'arena'], /--memory means nothing to rings/],
  [['pingpong', '--protocol', 'mapped', '--memory', 'ordinary'], /only arena memory can be mapped or borrowed/],
  [['pingpong', '--protocol', 'mapped,pigeon'], /--protocol takes a list of eager, .*'pigeon'/],
] as const) {
  test(`crossmem bench ${args.join(' ')} exits with 2 and says why`, () => {
    const { status, stdout, stderr } = bench(...args)
    assert.equal(status, 2, stderr)
    assert.equal(stdout, '')
    assert.match(stderr, message)
  })
}

test('crossmem bench --help names every benchmark', () => {
  const { status, stdout } = bench('--help')
  assert.equal(status, 0)
  for (const { name } of [...benchmarks, ...COLLECTIVES]) assert.match(stdout, new RegExp(`\\b${name}\\b`))
  assert.match(stdout, /\bcollectives\b[\s\S]*\brings\b/)
})

for (const { name } of benchmarks) {
  test(`crossmem bench ${name} --json prints an object a line for each way, size and peer`, () => {
    const { status, stdout, stderr } = bench(
      ...[name, '--sizes', '8,64K', '--rounds', '1', '--peers', 'worker_threads', '--json'],
    )
    assert.equal(status, 0, stderr)
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      results.map(({ implementation, memory, bytes }) => `${implementation} ${memory} ${bytes}`),
      ['crossmem arena', 'crossmem ordinary', 'worker_threads ordinary'].flatMap((way) => [`${way} 8`, `${way} 65536`]),
    )
    for (const { benchmark, ranks, protocol, bytes, microseconds, megabytesPerSecond } of results) {
      assert.deepEqual([benchmark, ranks, typeof protocol], [name, 2, 'string'])
      assert.ok(microseconds.min > 0 && microseconds.min <= microseconds.median)
      assert.ok(microseconds.median <= microseconds.max)
      assert.equal(megabytesPerSecond, bytes / microseconds.median)
    }
  })
}

test('crossmem bench --protocol takes each way in a table of its own', () => {
  const { status, stdout, stderr } = bench(
    ...['pingpong', '--sizes', '64K', '--memory', 'arena', '--rounds', '1', '--protocol', 'mapped,staged,borrowed'],
  )
  assert.equal(status, 0, stderr)
  for (const protocol of ['mapped', 'staged', 'borrowed']) {
    const table = new RegExp(`crossmem, arena memory, protocol ${protocol}, 2 ranks.*\\n\\n.*\\n +64K +${protocol} `)
    assert.match(stdout, table)
  }
  assert.match(stdout, /- Machine: \d+ processors/)
})

test('crossmem bench collectives prints an object for each collective, number of ranks, memory and size, and writes a page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
  try {
    const report = join(folder, 'report.html')
    const { status, stdout, stderr } = bench(
      ...['collectives', '--only', 'bcast,allreduce', '--ranks', '2,3', '--sizes', '64,8', '--rounds', '1'],
      ...['--json', '--report', report],
    )
    assert.equal(status, 0, stderr)
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const wanted = [2, 3].flatMap((ranks) =>
      ['arena', 'ordinary'].flatMap((memory) =>
        ['bcast', 'allreduce'].flatMap((name) => [8, 64].map((bytes) => `${name} ${ranks} ${memory} ${bytes}`)),
      ),
    )
    assert.deepEqual(
      results.map(({ benchmark, ranks, memory, bytes }) => `${benchmark} ${ranks} ${memory} ${bytes}`),
      wanted,
    )
    for (const { implementation, protocol, microseconds } of results) {
      assert.deepEqual([implementation, typeof protocol], ['crossmem', 'string'])
      assert.ok(microseconds.min > 0 && microseconds.min <= microseconds.median)
    }
    assert.equal(readFileSync(report, 'utf8').match(/<figure>/g)?.length, 8)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('crossmem bench barrier prints a table for each number of ranks', () => {
  const { status, stdout, stderr } = bench('barrier', '--ranks', '2,3', '--rounds', '1')
  assert.equal(status, 0, stderr)
  for (const ranks of [2, 3]) {
    assert.match(stdout, new RegExp(`barrier: crossmem, arena memory, ${ranks} ranks.*\\n\\n.*\\n +barrier +0 `))
  }
  assert.match(stdout, /- Machine: \d+ processors/)
})

test('crossmem bench rings prints a line for each number of ranks, and tells the seed', () => {
  const { status, stdout, stderr } = bench('rings', '--ranks', '2', '--sizes', '8', '--rounds', '1', '--seed', '77')
  assert.equal(status, 0, stderr)
  assert.match(stdout, /naturally ordered ring, 8 B, µs.*\n\nranks +two copies +attach +mapped +crossmem chooses\n +2 /)
  assert.match(stdout, /the seed is 77/)
})

test('crossmem bench leaves nothing behind when it is interrupted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
  try {
    const watcher = watch(folder)
    const args = [CLI, 'bench', 'pingpong', '--rounds', '9999', '--sizes', '8']
    const child = spawn(process.execPath, args, { env: { ...process.env, TMPDIR: folder }, stdio: 'ignore' })
    await once(watcher, 'change')
    watcher.close()
    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'exit'), [1, null])
    assert.deepEqual(readdirSync(folder), [])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
