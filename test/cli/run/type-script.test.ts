import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typeScriptOptions } from '../../../src/cli/run/type-script.ts'

const runsIt = 'typescript' in process.features && process.features.typescript !== false
const FLAG = '--experimental-strip-types'
const canBeTold = process.allowedNodeEnvironmentFlags.has(FLAG)

test('typeScriptOptions() adds nothing for JavaScript', () => {
  for (const program of ['/a.js', '/a.mjs', '/a.cjs', '/a.ts/b', '/ats'])
    assert.deepEqual(typeScriptOptions(program, []), [])
})

test('typeScriptOptions() leaves TypeScript to a loader that the user brings', () => {
  for (const options of [['--import', 'tsx'], ['--import=tsx'], ['-r', 'x'], ['--require=x'], ['--loader', 'x']]) {
    assert.deepEqual(typeScriptOptions('/a.ts', options), [])
  }
})

test('typeScriptOptions() finds a loader in NODE_OPTIONS too', (t) => {
  const before = process.env.NODE_OPTIONS
  t.after(() => {
    if (before === undefined) delete process.env.NODE_OPTIONS
    else process.env.NODE_OPTIONS = before
  })
  process.env.NODE_OPTIONS = '--enable-source-maps --import tsx'
  assert.deepEqual(typeScriptOptions('/a.ts', []), [])
})

test('typeScriptOptions() tells a node that can strip types to do so', { skip: runsIt || !canBeTold }, () => {
  for (const program of ['/a.ts', '/a.mts', '/a.cts'])
    assert.deepEqual(typeScriptOptions(program, ['--expose-gc']), [FLAG])
})

test('typeScriptOptions() adds nothing where node strips types anyway', { skip: !runsIt }, () => {
  assert.deepEqual(typeScriptOptions('/a.ts', []), [])
})

test('typeScriptOptions() throws ERR_TYPESCRIPT, with what to do, where node cannot', {
  skip: runsIt || canBeTold,
}, () => {
  for (const program of ['/a.ts', '/a.mts', '/a.cts']) {
    assert.throws(() => typeScriptOptions(program, ['--expose-gc']), {
      code: 'ERR_TYPESCRIPT',
      message: new RegExp(`${program} is that. Compile it.*--import tsx`),
    })
  }
})
