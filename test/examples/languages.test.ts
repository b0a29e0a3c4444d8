import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const EXAMPLES = join(import.meta.dirname, '../../examples/languages')
const hasPython = spawnSync('python3', ['-c', 'import multiprocessing.shared_memory']).status === 0
const hasCompiler = spawnSync('cc', ['--version']).status === 0

function run(name: string): string {
  const before = readdirSync('/dev/shm')
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(EXAMPLES, name)], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  assert.equal(stderr, '')
  assert.equal(status, 0)
  const left = readdirSync('/dev/shm').filter((file) => /^(psm_|numbers-)/.test(file) && !before.includes(file))
  assert.deepEqual(left, [])
  return stdout
}

test('array-from-python reads what Python made, and Python sees what it changed', {
  skip: !hasPython && 'needs python3',
}, () => {
  assert.equal(run('array-from-python.js'), '0 1 2 3\n10 11 12 13\n20 21 22 23\npython sees [-1.0, -1.0, -1.0, -1.0]\n')
})

test('numbers-from-c reads what C wrote', { skip: !hasCompiler && 'needs cc' }, () => {
  assert.equal(run('numbers-from-c.js'), 'C wrote 1000 numbers\ntheir sum is 332833500\n')
})
