/**
 * Runs the compiled tests on every supported version of Node.js: `node scripts/test-nodes.mjs [words…]`, with words as
 * scripts/test.mjs takes them. npm carries Node's binaries as packages; they are kept beside the other packages' caches.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.10.0']
const CACHE = fileURLToPath(new URL('../node_modules/.cache/crossmem-nodes/', import.meta.url))
const RUNNER = fileURLToPath(new URL('./test.mjs', import.meta.url))
const PACKAGE = `node-linux-${process.arch}`

const rows = []
for (const version of VERSIONS) {
  console.log(`\n# Node ${version}\n`)
  rows.push({ version, ...(await runTests(install(version))) })
}

const columns = ['version', 'tests', 'pass', 'fail', 'skipped', 'seconds', 'result']
console.log(`\n${columns.map((name) => name.padEnd(9)).join('')}`)
for (const row of rows) console.log(columns.map((name) => String(row[name]).padEnd(9)).join(''))
process.exit(rows.every(({ result }) => result === 'passed') ? 0 : 1)

/** @returns the path of a Node.js of this version */
function install(version) {
  const folder = join(CACHE, version)
  const node = join(folder, 'node_modules', PACKAGE, 'bin', 'node')
  if (existsSync(node)) return node
  mkdirSync(folder, { recursive: true })
  const options = ['--prefix', folder, '--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund']
  const { status } = spawnSync('npm', ['install', ...options, `${PACKAGE}@${version}`], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`npm could not install ${PACKAGE}@${version}`)
  return node
}

/** Runs the tests and shows what they print. @returns how many there were of which kind, from the runner's last lines */
async function runTests(node) {
  const started = performance.now()
  const child = spawn(node, [RUNNER, ...process.argv.slice(2)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  let last = ''
  child.stdout.setEncoding('utf8')
  for await (const text of child.stdout) {
    process.stdout.write(text)
    last = (last + text).slice(-1_000_000)
  }
  const [code] = await closed
  const count = (name) => [...last.matchAll(new RegExp(`^ℹ ${name} (\\d+)$`, 'gm'))].at(-1)?.[1] ?? '?'
  return {
    tests: count('tests'),
    pass: count('pass'),
    fail: count('fail'),
    skipped: count('skipped'),
    seconds: Math.round((performance.now() - started) / 1000),
    result: code === 0 ? 'passed' : 'failed',
  }
}
