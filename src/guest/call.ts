import { writeSync } from 'node:fs'
import { MPI_ERR_OTHER } from './abi/error-classes.ts'
import { functionNames } from './abi/functions.ts'
import type { Guest } from './guest.ts'

/** C functions by name: what a module imports. They throw; what comes of that is decided by {@link link}. */
export type Imports = Record<string, (...args: never[]) => unknown>

/** What may be called before MPI_Init and after MPI_Finalize (MPI 4.1, 11.4.1). */
const ANY_TIME = new Set(
  [
    'Init Init_thread Initialized Finalized Get_version Get_library_version Abort Wtime Wtick Pcontrol',
    'Info_create Info_create_env Info_set Info_delete Info_get Info_get_valuelen Info_get_nkeys Info_get_nthkey Info_dup Info_free',
    'Info_get_string Error_string Error_class Add_error_class Add_error_code Add_error_string',
    'Remove_error_class Remove_error_code Remove_error_string Aint_add Aint_diff Abi_get_version Abi_get_info',
    'Session_create_errhandler Errhandler_free Get_address',
  ].flatMap((names) => names.split(' ').map((name) => `MPI_${name}`)),
)

/**
 * The functions that a module imports: checks whether the program may call them now, and turns what they throw into error codes, by the
 * error handler of the communicator concerned. Those that MPI has and crossmem has not are there too, and end the program when called.
 */
export function link(guest: Guest, imports: Imports): Record<string, unknown> {
  const linked: Record<string, unknown> = {}
  for (const name of functionNames) linked[name] = () => fail(`${name} is not there yet in crossmem`)
  for (const [name, call] of Object.entries(imports)) linked[name] = guarded(guest, name, call)
  return linked
}

function guarded(guest: Guest, name: string, call: (...args: never[]) => unknown): unknown {
  const anyTime = ANY_TIME.has(name)
  const before = () => guest.state !== 'running' && !anyTime
  return (...args: never[]): unknown => {
    if (before()) fail(`${name} was called ${guest.state === 'before' ? 'before MPI_Init' : 'after MPI_Finalize'}`)
    try {
      return call(...args)
    } catch (error) {
      return failed(guest, name, error)
    }
  }
}

/** What a call that threw returns to C, if the program goes on. */
function failed(_guest: Guest, name: string, error: unknown): number {
  if (!(error instanceof Error && 'code' in error)) throw error
  fail(`${name}: ${error.message} [${error.code}]`)
  return MPI_ERR_OTHER
}

/** Ends the program. */
export function fail(message: string, code = 1): never {
  writeSync(2, `crossmem: ${message}\n`)
  process.exit(code)
}
