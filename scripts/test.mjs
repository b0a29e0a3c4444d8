/**
 * Runs the compiled tests: `node scripts/test.mjs [words…]`. With words, only those whose path holds one of them.
 *
 * The files are named to node's test runner one by one: Node 20 neither expands patterns nor tells the tests of a folder
 * from the programs that they start.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TESTS = fileURLToPath(new URL('../dist/test/', import.meta.url))
const words = process.argv.slice(2)
const files = readdirSync(TESTS, { recursive: true })
  .filter((path) => path.endsWith('.test.js') && (words.length === 0 || words.some((word) => path.includes(word))))
  .map((path) => join(TESTS, path))
  .sort()

if (files.length === 0) {
  console.error(`no test has one of these words in its path: ${words.join(', ')}`)
  process.exit(1)
}
// One file at a time: tests of jobs measure how long things take, and have the processors to themselves. The limit is for
// a test, and for a whole file: whatever takes so long hangs.
const options = ['--test', '--test-concurrency=1', '--test-timeout=300000', '--test-reporter=spec']
const { status } = spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' })
process.exit(status ?? 1)
