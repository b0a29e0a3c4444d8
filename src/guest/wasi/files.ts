import { writeSync } from 'node:fs'
import type { GuestMemory } from '../memory.ts'
import type { FileTable } from './file-table.ts'
import type { WasiFunctions } from './wasi.ts'

/** Open files. */
export function files(memory: GuestMemory, table: FileTable): WasiFunctions {
  return {
    fd_write(descriptor: number, vectors: number, count: number, written: number) {
      const file = table.get(descriptor)
      let done = 0
      for (let i = 0; i < count; i++) {
        const word = memory.words(vectors + i * 8, 2)
        const bytes = memory.bytes(memory.i32[word], memory.i32[word + 1] >>> 0)
        done += writeSync(file.fd, bytes)
      }
      memory.putInt(written, done)
    },
    fd_fdstat_get(_descriptor: number, pointer: number) {
      memory.bytes(pointer, 24).fill(0)
      memory.bytes(pointer, 1)[0] = 2
    },
    fd_close(descriptor: number) {
      table.close(descriptor)
    },
  }
}
