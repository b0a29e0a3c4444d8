import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { checkMpiLibraries } from '../../../src/cli/doctor/mpi-libraries.ts'

let root: string

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'crossmem-doctor-')))
  mkdirSync(join(root, 'bin'))
  mkdirSync(join(root, 'lib'))
})

afterEach(() => rmSync(root, { recursive: true }))

function program(name: string, script: string): string {
  const path = join(root, 'bin', name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

function search(milliseconds = 20_000) {
  return checkMpiLibraries({ path: join(root, 'bin'), folders: [], milliseconds })
}

const MPICC_OF_MPICH =
  'if [ "$1" = -v ]; then echo "mpicc for MPICH version 4.2.1"; else echo "cc: unknown option" >&2; exit 1; fi'

test('checkMpiLibraries() finds neither where nothing is installed', async () => {
  const [openmpi, mpich] = await search()
  assert.equal(openmpi.name, 'openmpi')
  assert.equal(openmpi.status, 'no')
  assert.match(openmpi.effect, /skips it/)
  assert.equal(openmpi.change[0].command, 'apt-get install openmpi-bin libopenmpi-dev')
  assert.equal(mpich.name, 'mpich')
  assert.equal(mpich.status, 'no')
  assert.equal(mpich.change[0].command, 'apt-get install mpich libmpich-dev')
})

test('checkMpiLibraries() knows Open MPI by what its programs say', async () => {
  const mpirun = program('mpirun', '[ "$1" = --version ] && echo "mpirun (Open MPI) 5.0.3"')
  const mpicc = program('mpicc', '[ "$1" = --showme:version ] && echo "mpicc: Open MPI 5.0.3 (Language: C)"')
  const library = join(root, 'lib', 'libmpi.so.40')
  writeFileSync(library, 'ELF Open MPI v%d.%d.%d\0')
  const [openmpi, mpich] = await search()
  assert.equal(openmpi.status, 'ok')
  assert.match(openmpi.found, /^Open MPI 5\.0\.3: launcher /)
  assert.deepEqual(openmpi.facts, { version: '5.0.3', launcher: mpirun, compiler: mpicc, library })
  assert.equal(mpich.status, 'no')
})

test('checkMpiLibraries() knows MPICH by what its programs say, under the same names', async () => {
  const mpirun = program('mpirun', 'printf "HYDRA build details:\\n    Version:    4.2.1\\n"')
  const mpicc = program('mpicc', MPICC_OF_MPICH)
  const [openmpi, mpich] = await search()
  assert.equal(mpich.status, 'ok')
  assert.deepEqual(mpich.facts, { version: '4.2.1', launcher: mpirun, compiler: mpicc, library: null })
  assert.equal(openmpi.status, 'no')
})

test('checkMpiLibraries() tells both apart where both are installed', async () => {
  program('mpirun', 'echo "mpirun (Open MPI) 4.1.4"')
  program('mpirun.openmpi', 'echo "mpirun.openmpi (OpenRTE) 4.1.4"')
  program('mpirun.mpich', 'printf "HYDRA build details:\\n    Version:    4.0.2\\n"')
  program('mpicc.mpich', MPICC_OF_MPICH)
  const [openmpi, mpich] = await search()
  assert.equal(openmpi.facts.launcher, join(root, 'bin', 'mpirun.openmpi'))
  assert.equal(mpich.facts.launcher, join(root, 'bin', 'mpirun.mpich'))
  assert.equal(mpich.facts.version, '4.0.2')
})

test('checkMpiLibraries() is limited where only a launcher is there', async () => {
  program('mpirun', 'echo "mpirun (Open MPI) 4.1.4"')
  const [openmpi] = await search()
  assert.equal(openmpi.status, 'limited')
  assert.match(openmpi.why, /No mpicc on the PATH/)
})

test("checkMpiLibraries() leaves another library's file alone", async () => {
  program('mpirun', 'echo "mpirun (Open MPI) 4.1.4"')
  writeFileSync(join(root, 'lib', 'libmpi.so.12'), 'ELF MPICH Version\0')
  const [openmpi, mpich] = await search()
  assert.equal(openmpi.facts.library, null)
  assert.equal(mpich.status, 'no')
})

test('checkMpiLibraries() gives up on a program that does not answer', async () => {
  program('mpirun', 'exec tail -f /dev/null')
  const [openmpi, mpich] = await search(300)
  assert.equal(openmpi.status, 'no')
  assert.equal(mpich.status, 'no')
})
