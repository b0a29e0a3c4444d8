import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, constants, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Examination } from '../../../src/cli/doctor/examine.ts'
import { FINDING_NAMES, type Finding, type FindingName } from '../../../src/cli/doctor/finding.ts'

const CROSSMEM = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url))
const DOCTOR = [CROSSMEM, 'doctor']
const FILTERED = fileURLToPath(new URL('./filtered-doctor.js', import.meta.url))

interface Run {
  code: number | null
  stdout: string
  stderr: string
}

async function run(
  args: readonly string[],
  node = process.execPath,
  options: { uid?: number; gid?: number } = {},
): Promise<Run> {
  const child = spawn(node, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code, stdout, stderr }
}

async function examination(args: readonly string[], node?: string, options?: { uid?: number; gid?: number }) {
  const { code, stdout, stderr } = await run([...args, '--json'], node, options)
  assert.equal(stderr, '')
  const { works, findings }: Examination = JSON.parse(stdout)
  const finding = (name: FindingName): Finding => findings.find((one) => one.name === name)!
  return { code, works, findings, finding }
}

/** Has code run before the program, in its process. */
function before(code: string): string {
  return `--import=data:text/javascript,${encodeURIComponent(code)}`
}

test('doctor() --json gives every finding in order, and exit code 0 where crossmem works', async () => {
  const { code, works, findings } = await examination(DOCTOR)
  assert.equal(code, 0)
  assert.equal(works, true)
  assert.deepEqual(
    findings.map(({ name }) => name),
    [...FINDING_NAMES],
  )
  for (const { name, status, found, why, effect, change, facts } of findings) {
    assert.ok(['ok', 'limited', 'no'].includes(status), name)
    for (const sentence of [found, why, effect]) assert.match(sentence, /^\S.*\.$/, name)
    for (const { command, note } of change) assert.ok(command.length > 0 && note.length > 0, name)
    assert.ok(Object.keys(facts).length > 0, name)
  }
})

test('doctor() tells of the FFI, memory files and the address space what holds here', async () => {
  const { finding } = await examination(DOCTOR)
  assert.equal(finding('ffi').status, 'ok')
  assert.equal(finding('memfd').status, 'ok')
  assert.equal(finding('node').facts.version, process.version)
  assert.equal(finding('attach').facts.self, null)
})

test('doctor() prints aligned text without colours when it is no terminal', async () => {
  const { code, stdout } = await run(DOCTOR)
  assert.equal(code, 0)
  for (const name of FINDING_NAMES) {
    assert.match(stdout, new RegExp(`^${name.padEnd(15)}(ok|limited|no) +\\S.*\\n(?: {24}.*\\n)* {15}why {6}\\S`, 'm'))
  }
  assert.match(stdout, /\ncrossmem works here\..*\n$/)
  assert.ok(!stdout.includes('\u001b'))
})

test('doctor() --help explains itself, and wrong arguments give exit code 2', async () => {
  const help = await run([...DOCTOR, '--help'])
  assert.equal(help.code, 0)
  assert.match(help.stdout, /--json/)
  const wrong = await run([...DOCTOR, '--jason'])
  assert.equal(wrong.code, 2)
  assert.match(wrong.stderr, /'--jason'/)
  assert.equal(wrong.stdout, '')
})

test('doctor() says that it needs Linux anywhere else', async () => {
  const elsewhere = before("Object.defineProperty(process, 'platform', { value: 'darwin' })")
  const { code, works, findings } = await examination([elsewhere, ...DOCTOR])
  assert.equal(code, 1)
  assert.equal(works, false)
  assert.deepEqual(
    findings.map(({ name, status }) => [name, status]),
    [['linux', 'no']],
  )
  const { stdout } = await run([elsewhere, ...DOCTOR])
  assert.match(stdout, /This is darwin\..*only Linux has.*crossmem cannot work here/s)
})

test('doctor() gives exit code 1 and all other findings when koffi does not load', async () => {
  const without = before(`
    import Module from 'node:module'
    const load = Module._load
    Module._load = (name, ...rest) => {
      if (name === 'koffi') throw new Error('no binary for this platform')
      return load(name, ...rest)
    }`)
  const { code, works, findings, finding } = await examination([without, ...DOCTOR])
  assert.equal(code, 1)
  assert.equal(works, false)
  assert.equal(findings.length, FINDING_NAMES.length)
  assert.equal(finding('ffi').status, 'no')
  assert.match(finding('ffi').why, /no binary for this platform/)
  assert.equal(finding('attach').status, 'no')
  assert.match(finding('attach').found, /could not be tried/)
  assert.equal(finding('node').status, 'ok')
})

const arm = process.arch === 'arm64'
const FILTERS: { call: string; number: number; name: FindingName; code: number; why: RegExp }[] = [
  {
    call: 'process_vm_readv',
    number: arm ? 270 : 310,
    name: 'attach',
    code: 0,
    why: /seccomp filter is active.*forbids the call/,
  },
  { call: 'memfd_create', number: arm ? 279 : 319, name: 'memfd', code: 1, why: /memfd_create.*EPERM/ },
  { call: 'io_uring_setup', number: 425, name: 'io-uring', code: 0, why: /seccomp|io_uring_disabled is [12]/ },
  { call: 'userfaultfd', number: arm ? 282 : 323, name: 'userfaultfd', code: 0, why: /seccomp/ },
]

for (const { call, number, name, code, why } of FILTERS) {
  test(`doctor() says ${name} no when a seccomp filter forbids ${call}`, async (context: TestContext) => {
    const trial = await run([FILTERED, String(number), '--help'])
    if (trial.code === 77) return context.skip(trial.stderr.trim())
    const { code: exit, works, finding } = await examination([FILTERED, String(number)])
    assert.equal(finding(name).status, 'no')
    assert.match(finding(name).why, why)
    assert.equal(exit, code)
    assert.equal(works, code === 0)
  })
}

test('doctor() finds what an address space of 3 GiB has no room for', async () => {
  const command = `ulimit -v ${3 * 2 ** 20} && exec "$0" "$@" --json`
  const { code, stdout } = await run(['-c', command, process.execPath, ...DOCTOR], '/bin/sh')
  const { works, findings }: Examination = JSON.parse(stdout)
  const { status, facts } = findings.find(({ name }) => name === 'address-space')!
  assert.equal(facts.soft, 3 * 2 ** 30)
  // Newer versions of V8 do without reserved addresses where there are too few, and then make the smaller memory.
  assert.match(String(facts.misfit), /^(segment|workbench)$/)
  assert.equal(status, facts.misfit === 'segment' ? 'no' : 'limited')
  assert.equal(works, facts.misfit !== 'segment')
  assert.equal(code, works ? 0 : 1)
})

test('doctor() finds that mounting is forbidden by a seccomp filter', async (context: TestContext) => {
  const mount = String(arm ? 40 : 165)
  const trial = await run([FILTERED, mount, '--help'])
  if (trial.code === 77) return context.skip(trial.stderr.trim())
  const { finding } = await examination([FILTERED, mount])
  assert.equal(finding('fuse').facts.mount, 'EPERM')
  assert.notEqual(finding('fuse').status, 'ok')
})

test('doctor() finds that processes of an unreadable executable may not be attached to', async (context: TestContext) => {
  const NOBODY = 65534
  const isRoot = process.getuid!() === 0
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {}
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-doctor-'))
  try {
    chmodSync(folder, 0o755)
    const node = join(folder, 'node')
    copyFileSync(process.execPath, node, constants.COPYFILE_FICLONE)
    chmodSync(node, 0o111)
    const canRead = spawnSync(node, ['-e', `require('node:fs').accessSync(${JSON.stringify(CROSSMEM)})`], user)
    if (canRead.status !== 0) return context.skip('an ordinary user cannot run a program from this folder')
    const { code, finding } = await examination(DOCTOR, node, user)
    const { status, why, change, facts } = finding('attach')
    assert.equal(code, 0)
    assert.equal(status, 'no')
    assert.equal(facts.rank, 'EPERM')
    assert.equal(facts.dumpable, false)
    if (facts.yama === null || Number(facts.yama) < 2) {
      assert.match(why, /may run but not read/)
      assert.equal(change[0].command, `chmod a+r '${node}'`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('docs/doctor.md names every finding and every fact', async () => {
  const page = readFileSync(new URL('../../../../docs/doctor.md', import.meta.url), 'utf8')
  const { findings } = await examination(DOCTOR)
  for (const { name, facts } of findings) {
    const row = page.split('\n').findLast((line) => line.startsWith('|') && line.includes(`\`${name}\``))
    assert.ok(row, name)
    for (const fact of Object.keys(facts)) assert.ok(row.includes(`\`${fact}\``), `${name}: ${fact}`)
  }
})
