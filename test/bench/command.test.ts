import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { benchmarks } from '../../bench/benchmarks/index.ts'

const CLI = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

function bench(...args: string[]) {
  return spawnSync(process.execPath, [CLI, 'bench', ...args], { encoding: 'utf8' })
}

for (const [args, message] of [
  [[], /expected one benchmark, pingpong or bandwidth, not ''/],
  [['latency'], /expected one benchmark, .*'latency'/],
  [['pingpong', 'bandwidth'], /expected one benchmark, .*'pingpong bandwidth'/],
  [['pingpong', '--sizes', '8,x'], /'x'/],
  [['pingpong', '--memory', 'heap'], /--memory takes a list of arena, ordinary, not 'heap'/],
  [['pingpong', '--peers', 'pvm'], /--peers takes a list of openmpi, .*'pvm'/],
  [['pingpong', '--rounds', '0'], /--rounds takes a whole number from 1 to 9999, not '0'/],
  [['pingpong', '--quick'], /--quick/],
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
  for (const { name } of benchmarks) assert.match(stdout, new RegExp(name))
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
