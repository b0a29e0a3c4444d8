import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { INCLUDE } from '../../../src/cli/cc/flags.ts'
import { MPI_MAX_OBJECT_NAME, MPI_UNDEFINED } from '../../../src/guest/abi/constants.ts'
import { predefinedDatatypes } from '../../../src/guest/abi/datatypes.ts'
import { MPI_COMM_WORLD } from '../../../src/guest/abi/handles.ts'
import {
  STATUS_BYTES,
  STATUS_ERROR,
  STATUS_INTERNAL,
  STATUS_SOURCE,
  STATUS_TAG,
} from '../../../src/guest/abi/status.ts'
import { noCompiler, Sources } from '../../support/compiler.ts'

const skip = noCompiler
const STRICT = ['-fsyntax-only', '-Wall', '-Wextra', '-pedantic', '-Wstrict-prototypes', '-Werror']

test('mpi.h alone compiles in every dialect, without a warning', { skip }, () => {
  // By its path, so that it counts as a header of the program's own, about which a compiler warns.
  const text = `#include "${INCLUDE}/mpi.h"\n`
  using sources = new Sources({ 'c.c': text, 'cxx.cc': text })
  for (const standard of ['c89', 'c99', 'c11', 'gnu17']) {
    const { code, stderr } = sources.compile([...STRICT, `-std=${standard}`, 'c.c'])
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, standard)
  }
  for (const standard of ['c++98', 'c++17']) {
    const { code, stderr } = sources.compile([...STRICT, '-x', 'c++', `-std=${standard}`, 'cxx.cc'])
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, standard)
  }
})

const C_TYPES: Record<string, string> = {
  MPI_AINT: 'MPI_Aint',
  MPI_COUNT: 'MPI_Count',
  MPI_OFFSET: 'MPI_Offset',
  MPI_SHORT: 'short',
  MPI_INT: 'int',
  MPI_LONG: 'long',
  MPI_LONG_LONG: 'long long',
  MPI_FLOAT: 'float',
  MPI_DOUBLE: 'double',
  MPI_LONG_DOUBLE: 'long double',
  MPI_C_LONG_DOUBLE_COMPLEX: 'long double _Complex',
  MPI_C_BOOL: '_Bool',
  MPI_WCHAR: 'wchar_t',
  MPI_SHORT_INT: 'struct { short value; int index; }',
  MPI_LONG_INT: 'struct { long value; int index; }',
  MPI_FLOAT_INT: 'struct { float value; int index; }',
  MPI_DOUBLE_INT: 'struct { double value; int index; }',
  MPI_LONG_DOUBLE_INT: 'struct { long double value; int index; }',
}

test('what mpi.h lays out in memory is what src/guest/abi says', { skip }, () => {
  const claims = [
    `sizeof(MPI_Status) == ${STATUS_BYTES}`,
    `offsetof(MPI_Status, MPI_SOURCE) == ${STATUS_SOURCE}`,
    `offsetof(MPI_Status, MPI_TAG) == ${STATUS_TAG}`,
    `offsetof(MPI_Status, MPI_ERROR) == ${STATUS_ERROR}`,
    `offsetof(MPI_Status, MPI_internal) == ${STATUS_INTERNAL}`,
    `MPI_MAX_OBJECT_NAME == ${MPI_MAX_OBJECT_NAME}`,
    `MPI_UNDEFINED == ${MPI_UNDEFINED}`,
    ...predefinedDatatypes
      .filter(({ name }) => name in C_TYPES)
      .map(({ name, extent }) => `sizeof(${C_TYPES[name]}) == ${extent}`),
  ].map((claim) => `_Static_assert(${claim}, "${claim}");`)
  using sources = new Sources({
    'main.c': `#include <mpi.h>\n#include <stddef.h>\n#include <wchar.h>\n${claims.join('\n')}\n`,
  })
  const { code, stderr } = sources.compile(['-fsyntax-only', 'main.c'])
  assert.equal(code, 0, stderr)
})

// A profiling layer, and a program in another file that does not know of it.
const LAYER = `
#include <mpi.h>
int calls;
int MPI_Comm_size(MPI_Comm comm, int *size) { calls++; return PMPI_Comm_size(comm, size); }
`
const PROGRAM = `
#include <mpi.h>
extern int calls;
__attribute__((export_name("measure"))) int measure(void) {
  int size = 0, rank = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  PMPI_Comm_size(MPI_COMM_WORLD, &size);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return 100 * calls + 10 * size + rank;
}
int main(void) { return 0; }
`

interface Linker {
  Memory: new (limits: { initial: number; maximum: number }) => { buffer: ArrayBuffer }
  Module: new (code: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: { measure(): number } }
}

test("a program's own MPI function stands before PMPI's, whose import has the MPI name", { skip }, () => {
  using sources = new Sources({ 'layer.c': LAYER, 'program.c': PROGRAM })
  assert.deepEqual(sources.compile(['layer.c', 'program.c', '-Wall', '-Werror']).stderr, '')
  const { Memory, Module, Instance } = (globalThis as unknown as { WebAssembly: Linker }).WebAssembly
  const memory = new Memory({ initial: 200, maximum: 65536 })
  const calls: string[] = []
  const answer = (name: string, value: number) => (comm: number, pointer: number) => {
    assert.equal(comm, MPI_COMM_WORLD)
    calls.push(name)
    new Int32Array(memory.buffer)[pointer / 4] = value
    return 0
  }
  const mpi = { MPI_Comm_size: answer('MPI_Comm_size', 4), MPI_Comm_rank: answer('MPI_Comm_rank', 3) }
  const wasi = new Proxy({}, { get: () => () => 0 })
  const module = new Module(readFileSync(sources.path('a.out')))
  const { exports } = new Instance(module, { env: { memory }, mpi, wasi_snapshot_preview1: wasi })
  assert.equal(exports.measure(), 143)
  assert.deepEqual(calls, ['MPI_Comm_size', 'MPI_Comm_size', 'MPI_Comm_rank'])
})
