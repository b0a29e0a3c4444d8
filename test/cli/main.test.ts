import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CLI } from '../support/ranks.ts'

function crossmem(...args: string[]) {
  return spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' })
}

test('crossmem --help lists the commands, each with a line', () => {
  const { status, stdout } = crossmem('--help')
  assert.equal(status, 0)
  for (const name of ['run', 'cc', 'bench', 'doctor', 'maps', 'peek', 'find', 'vmfd'])
    assert.match(stdout, new RegExp(`^  ${name} +[a-z].{20,}$`, 'm'))
  assert.doesNotMatch(stdout, /undefined/)
})

test('crossmem without a command shows the help as an error', () => {
  const { status, stdout, stderr } = crossmem()
  assert.equal(status, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /^Usage: crossmem COMMAND/)
})

test("crossmem --version prints the package's version", () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  const { status, stdout } = crossmem('--version')
  assert.equal(status, 0)
  assert.equal(stdout, `${version}\n`)
})

test('crossmem with an unknown command says which there are', () => {
  for (const name of ['walk', 'constructor', '--walk']) {
    const { status, stderr } = crossmem(name)
    assert.equal(status, 2)
    assert.match(stderr, new RegExp(`no command '${name}', but run, cc, c\\+\\+, bench`))
  }
})
