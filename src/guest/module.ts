import { readFileSync } from 'node:fs'
import { CrossmemError } from '../errors.ts'
import { CompileError, Module, type WasmExternal, type WasmModule } from '../memory/web-assembly.ts'
import { functionNames } from './abi/functions.ts'
import { type Limits, memoryImport } from './memory-import.ts'
import { preview1Names } from './wasi/names.ts'

/** The module that imports of the C library's MPI functions name, and the one of the system's. */
export const MPI_MODULE = 'mpi'
export const WASI_MODULE = 'wasi_snapshot_preview1'

/** A program that can be run. */
export interface Program {
  readonly module: WasmModule
  /** What it wants of the memory that it imports, in pages of 64 KiB. */
  readonly memory: Limits
}

/**
 * Reads and compiles a program.
 * @throws CrossmemError ERR_WASM for what is no WebAssembly, ERR_WASM_MAIN for a module that is no program, ERR_WASM_MEMORY for one with a
 *   memory of its own, ERR_WASM_IMPORTS with the names of all that it wants and nobody has
 */
export function readProgram(path: string): Program {
  const code = readFileSync(path)
  const module = compile(code, path)
  if (!Module.exports(module).some(({ name, kind }) => name === '_start' && kind === 'function')) {
    throw new CrossmemError(
      'ERR_WASM_MAIN',
      `${path} has no function _start: it was not linked as a program with main()`,
    )
  }
  const unknown = Module.imports(module).filter((wanted) => !isKnown(wanted))
  if (unknown.length > 0) {
    const names = unknown.map(({ module: from, name }) => (from === 'env' ? name : `${from}.${name}`)).join(', ')
    throw new CrossmemError(
      'ERR_WASM_IMPORTS',
      `${path} calls what nobody provides: ${names}. Link the library that has it, or declare it as mpi.h does.`,
    )
  }
  const memory = memoryImport(code)
  if (memory === null) {
    throw new CrossmemError(
      'ERR_WASM_MEMORY',
      `${path} brings a memory of its own, and other ranks cannot reach that: link it by crossmem cc, or with -Wl,--import-memory`,
    )
  }
  return { module, memory }
}

function compile(code: Uint8Array, path: string): WasmModule {
  try {
    return new Module(code)
  } catch (cause) {
    if (!(cause instanceof CompileError)) throw cause
    throw new CrossmemError(
      'ERR_WASM',
      `${path} is no WebAssembly that this Node can run: ${(cause as Error).message}`,
      {
        cause,
      },
    )
  }
}

const mpiNames = new Set(functionNames)
const wasiNames = new Set(preview1Names)

function isKnown({ module, name, kind }: WasmExternal): boolean {
  if (kind === 'memory') return true
  if (kind !== 'function') return false
  if (module === MPI_MODULE) return mpiNames.has(name)
  return module === WASI_MODULE && wasiNames.has(name)
}
