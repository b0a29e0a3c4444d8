import { functionNames } from './abi/functions.ts'
import { MPI_COMM_SELF } from './abi/handles.ts'
import { fail, handled } from './failures.ts'
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
    'Session_create_errhandler Comm_create_errhandler Errhandler_free Get_address Alloc_mem Free_mem',
  ].flatMap((names) => names.split(' ').map((name) => `MPI_${name}`)),
)

/**
 * The functions that a module imports: checks whether the program may call them now, and turns what they throw into error codes, by the
 * error handler of the communicator concerned. Those that MPI has and crossmem has not are there too, and end the program when called.
 */
export function link(guest: Guest, imports: Imports): Record<string, unknown> {
  const linked: Record<string, unknown> = {}
  for (const name of functionNames) {
    const call = imports[name]
    const counted = name.endsWith('_c') ? imports[name.slice(0, -2)] : undefined
    if (call !== undefined) linked[name] = guarded(guest, name, call)
    else if (counted !== undefined) linked[name] = guarded(guest, name, withLargeCounts(guest, counted))
    else linked[name] = () => fail(`${name} is a function of MPI that crossmem does not have yet`)
  }
  return linked
}

function guarded(guest: Guest, name: string, call: (...args: never[]) => unknown): unknown {
  const anyTime = ANY_TIME.has(name)
  return (...args: never[]): unknown => {
    if (guest.state !== 'running' && !anyTime) {
      fail(`${name} was called ${guest.state === 'before' ? 'before MPI_Init' : 'after MPI_Finalize'}`)
    }
    guest.concerned = MPI_COMM_SELF
    try {
      return call(...args)
    } catch (error) {
      return handled(guest, name, error)
    }
  }
}

/** The same for counts of 64 bits: all that C passes as such are numbers here, and arrays of them and results have as many bits. */
export function withLargeCounts(guest: Guest, call: (...args: never[]) => unknown): (...args: never[]) => unknown {
  return (...args: (number | bigint)[]) => {
    guest.large = true
    try {
      return call(...(args.map(Number) as never[]))
    } finally {
      guest.large = false
    }
  }
}
