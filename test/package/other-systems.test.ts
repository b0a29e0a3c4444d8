import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { CLI } from '../support/ranks.ts'

const SYSTEMS = ['darwin', 'win32'] as const

/** Runs node as if it were on another system. */
function runOn(platform: string, ...args: string[]) {
  const disguise = `data:text/javascript,Object.defineProperty(process,"platform",{value:"${platform}"})`
  return spawnSync(process.execPath, ['--import', disguise, ...args], { encoding: 'utf8' })
}

/** What each expression throws: its code and message. */
function thrownOn(platform: string, module: string, expressions: readonly string[]): string[] {
  const tries = expressions.map(
    (expression) => `
    try {
      console.log('no error', ${expression})
    } catch ({ code, message }) {
      console.log(code, message)
    }`,
  )
  const program = `
    const module = await import('${new URL(`../../src/${module}`, import.meta.url)}')
    const { addressOf, alloc, attach, copy, createRegion, free, SharedMemory, traffic, world } = module
    ${tries.join('')}`
  const { stdout, stderr } = runOn(platform, '--input-type=module', '--eval', program)
  assert.equal(stderr, '')
  return stdout.trim().split('\n')
}

const CALLS = {
  'index.js': [
    'attach(1)',
    'addressOf(new Uint8Array(8))',
    'SharedMemory.create(100)',
    'SharedMemory.open({ fd: 3 })',
    "createRegion(new Uint8Array(8), { access: 'read' })",
    'copy({ from: new Uint8Array(8), to: new Uint8Array(8) })',
  ],
  'mpi/index.js': [
    'world.rank',
    'world.send(1, { dest: 0 })',
    'alloc(Float64Array, 10)',
    'free(new Uint8Array(10))',
    'traffic()',
  ],
}

for (const platform of SYSTEMS) {
  test(`on ${platform} the package can be imported, and the first call says that it needs Linux`, () => {
    for (const [module, calls] of Object.entries(CALLS)) {
      const said = thrownOn(platform, module, calls)
      for (const [index, call] of calls.entries()) {
        assert.match(said[index], new RegExp(`^ERR_LINUX_ONLY crossmem needs Linux, and this is ${platform}`), call)
      }
    }
  })

  test(`on ${platform} crossmem run and doctor say that they need Linux`, () => {
    const run = runOn(platform, CLI, 'run', '-n', '2', CLI)
    assert.match(run.stderr, /^crossmem run: crossmem needs Linux.*\[ERR_LINUX_ONLY\]\n$/)
    assert.equal(run.status, 2)
    const doctor = runOn(platform, CLI, 'doctor')
    assert.match(doctor.stdout, /Linux/)
    assert.equal(doctor.status, 1)
  })
}

test('here the same calls raise no such error', () => {
  const calls = ['attach(process.pid).pid', 'SharedMemory.create(100).byteLength']
  assert.deepEqual(
    thrownOn('linux', 'index.js', calls).map((line) => line.slice(0, 9)),
    ['no error ', 'no error '],
  )
  assert.deepEqual(thrownOn('linux', 'mpi/index.js', ['world.rank']), ['no error 0'])
})
