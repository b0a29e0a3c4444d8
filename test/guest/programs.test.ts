import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { noCompiler } from '../support/compiler.ts'
import { GuestProgram } from '../support/guest.ts'

const C = { skip: noCompiler }

test('C programs send and receive in all ways', C, async () => {
  using program = new GuestProgram('messages')
  await program.succeed(3)
})

test('C programs call every collective, with operations of their own too, and make communicators', C, async () => {
  using program = new GuestProgram('collectives')
  await program.succeed(2)
  await program.succeed(4)
})

test(
  'what a C program gives wrongly comes back as an error code: pointers, counts, handles, truncation',
  C,
  async () => {
    using program = new GuestProgram('mistakes')
    await program.succeed(2)
  },
)

test('malloc gives NULL when --max-memory is used up, and messages go from what was grown into', C, async () => {
  using program = new GuestProgram('memory')
  await program.succeed(2, ['30', '63'], { options: ['--max-memory', '64M'] })
  await program.succeed(2, ['80', '127'], { options: ['--max-memory', '128M'] })
})

test('a C program has its arguments, its environment, clocks and standard streams', C, async () => {
  using program = new GuestProgram('surroundings')
  await program.succeed(2, ['one', 'two words'], { env: { GREETING: 'hello' }, input: 'from outside\n' })
})

test('a C program reads and writes below the directories that are opened to it, and nowhere else', C, async () => {
  using program = new GuestProgram('files')
  const data = join(program.folder, 'data')
  mkdirSync(join(data, 'inner'), { recursive: true })
  writeFileSync(join(data, 'in.txt'), 'first line\n')
  writeFileSync(join(program.folder, 'secret.txt'), 'not for programs')
  symlinkSync('/etc/passwd', join(data, 'absolute-link'))
  symlinkSync('../secret.txt', join(data, 'upward-link'))
  symlinkSync('..', join(data, 'folder-link'))
  symlinkSync('in.txt', join(data, 'inner-link'))
  await program.succeed(2, [], { options: ['--dir', `${data}::data`] })
  assert.equal(readFileSync(join(data, 'kept.txt'), 'utf8'), '42 values more')
})

const barrierFailed = /rank 0: MPI_Barrier: rank 1 has died/

test('a C program that misbehaves ends its job, and it is said which rank it was and where', C, async () => {
  using program = new GuestProgram('misbehave')
  const outcomes: [what: string, code: number, said: RegExp][] = [
    ['unreachable', 134, /^crossmem: rank 1: trap in (crash|main): unreachable$/m],
    ['outside', 134, /^crossmem: rank 1: trap in main: memory access out of bounds$/m],
    ['stack', 134, /^crossmem: rank 1: trap in deeper: the stack is full.*\n {4}in deeper\n/m],
    ['frames', 134, /^crossmem: rank 1: trap in large: memory access out of bounds$/m],
    ['exit', 7, barrierFailed],
    ['forget', 1, /^crossmem: rank 1: the program ended without MPI_Finalize/m],
    ['abort', 42, /rank 1 \(pid \d+\) ended with exit code 42/],
    ['fatal', 1, /^crossmem: rank 1: MPI_Send: dest 99 is no rank .*\[MPI_ERR_RANK\]$/m],
    ['missing', 1, /^crossmem: rank 1: MPI_Open_port is a function of MPI that crossmem does not have yet$/m],
    ['early', 1, /^crossmem: rank [01]: MPI_Comm_rank was called before MPI_Init$/m],
    ['late', 1, /^crossmem: rank [01]: MPI_Barrier was called after MPI_Finalize$/m],
  ]
  for (const [what, code, said] of outcomes) {
    const result = await program.run(2, [what])
    assert.equal(result.code, code, `${what}: ${result.stderr}`)
    assert.match(result.stderr, said)
  }
})

test('a C program that never calls MPI runs on each rank', C, async () => {
  using program = new GuestProgram('misbehave')
  const { code, stdout, stderr } = await program.run(2, ['nothing'])
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'no message was sent\n'.repeat(2), stderr: '' })
})
