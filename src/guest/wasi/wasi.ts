import type { GuestMemory } from '../memory.ts'
import { clocks } from './clocks.ts'
import { errnoOf, WasiError } from './errno.ts'
import { FileTable } from './file-table.ts'
import { files } from './files.ts'
import { preview1Names } from './names.ts'
import { paths } from './paths.ts'
import { type Surroundings, surroundings } from './surroundings.ts'

/** A function of WASI: throws, or returns nothing. */
export type WasiFunctions = Record<string, (...args: never[]) => void>

/**
 * What a program gets of its surroundings (wasi_snapshot_preview1): arguments, environment, clocks, standard streams, and files below
 * directories that were opened to it. All else gives ENOSYS.
 */
export function wasi(memory: GuestMemory, given: Surroundings): Record<string, unknown> {
  const table = new FileTable(given.directories)
  const functions: WasiFunctions = {
    ...surroundings(memory, given),
    ...clocks(memory),
    ...files(memory, table),
    ...paths(memory, table),
  }
  return Object.fromEntries(preview1Names.map((name) => [name, guarded(functions[name] ?? missing)]))
}

function missing(): never {
  throw new WasiError('ENOSYS')
}

function guarded(call: (...args: never[]) => void): unknown {
  return (...args: never[]): number => {
    try {
      call(...args)
      return 0
    } catch (error) {
      return errnoOf(error)
    }
  }
}
