import { CrossmemError } from '../errors.ts'
import { Instance, WASM_PAGE } from '../memory/web-assembly.ts'
import { port } from '../mpi/world.ts'
import { mpiFunctions } from './api/index.ts'
import { link } from './call.ts'
import { fail } from './failures.ts'
import { Guest, type GuestExports } from './guest.ts'
import { GuestMemory } from './memory.ts'
import { MPI_MODULE, readProgram, WASI_MODULE } from './module.ts'
import { decodeSettings } from './settings.ts'
import { endTrapped } from './trap.ts'
import { wasi } from './wasi/wasi.ts'

interface Exports {
  _start(): void
  __indirect_function_table?: NonNullable<GuestExports['table']>
  malloc?: NonNullable<GuestExports['malloc']>
  free?: NonNullable<GuestExports['free']>
}

/** Runs in every rank of a C program: node main.js SETTINGS PROGRAM [ARGUMENTS…] */
function run([settings, path, ...args]: string[]): void {
  const { maxMemory, directories } = decodeSettings(settings)
  const program = readProgram(path)
  const pages = Math.min(program.memory.maximum, Math.floor(maxMemory / WASM_PAGE))
  const memory = new GuestMemory(port.transport.arena, program.memory.initial, pages)
  const guest = new Guest(memory)
  const exit = (code: number) => end(guest, code)
  const { exports } = new Instance(program.module, {
    env: { memory: memory.linear },
    [MPI_MODULE]: link(guest, mpiFunctions(guest)),
    [WASI_MODULE]: wasi(memory, { args: [path, ...args], env: process.env, directories, exit }),
  })
  const { _start, __indirect_function_table: table, malloc, free } = exports as Exports
  guest.attach({ ...(table && { table }), ...(malloc && { malloc }), ...(free && { free }) })
  try {
    _start()
  } catch (error) {
    endTrapped(error)
  }
  exit(0)
}

/** Ends this rank, when the program has ended by itself. */
function end(guest: Guest, code: number): never {
  if (code === 0 && guest.state === 'running') {
    fail('the program ended without MPI_Finalize: other ranks may still wait for this one')
  }
  process.exit(code)
}

try {
  run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof CrossmemError)) throw error
  fail(`${error.message} [${error.code}]`, 2)
}
