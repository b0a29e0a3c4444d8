import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CrossmemError, CrossmemRangeError } from '../../errors.ts'
import { readProgram } from '../../guest/module.ts'
import { encodeSettings, type GuestSettings } from '../../guest/settings.ts'
import type { OpenedDirectory } from '../../guest/wasi/surroundings.ts'
import type { Job } from '../../launch/job.ts'
import { MAX_WASM_BYTES } from '../../memory/wasm-memory.ts'
import { WASM_PAGE } from '../../memory/web-assembly.ts'
import { sizeOf } from './heap.ts'

const MAIN = fileURLToPath(new URL('../../guest/main.js', import.meta.url))
const MAGIC = '\0asm'

/** Whether a program is WebAssembly, by its name or by how it begins. */
export function isGuest(program: string): boolean {
  if (program.endsWith('.wasm')) return true
  const fd = openSync(program, 'r')
  try {
    const head = Buffer.alloc(MAGIC.length)
    readSync(fd, head)
    return head.toString('latin1') === MAGIC
  } finally {
    closeSync(fd)
  }
}

/**
 * The job that runs a C program: each rank's heap has room for the program's memory, beside what the library takes.
 * @throws CrossmemError as {@link readProgram}, ERR_WASM_MEMORY for a program that does not fit
 */
export function guestJob(job: Job, settings: GuestSettings): Job {
  const { initial } = readProgram(job.program).memory
  if (initial * WASM_PAGE > settings.maxMemory) {
    throw new CrossmemError(
      'ERR_WASM_MEMORY',
      `${job.program} begins with ${initial * WASM_PAGE} bytes of memory, and may have ${settings.maxMemory}: give it more by --max-memory`,
    )
  }
  return {
    ...job,
    program: MAIN,
    args: [encodeSettings(settings), job.program, ...job.args],
    heapBytes: job.heapBytes + settings.maxMemory,
  }
}

/**
 * Reads the largest size of a program's memory, and rounds it down to pages of 64 KiB.
 * @throws CrossmemRangeError ERR_MAX_MEMORY
 */
export function parseMaxMemory(text: string): number {
  const pages = Math.floor(sizeOf(text) / WASM_PAGE)
  if (pages >= 1 && pages * WASM_PAGE <= MAX_WASM_BYTES) return pages * WASM_PAGE
  throw new CrossmemRangeError(
    'ERR_MAX_MEMORY',
    `--max-memory takes a number of bytes from 64K to 4G, such as 512M, not '${text}'`,
  )
}

/**
 * Reads `PATH` or `PATH::NAME`.
 * @throws CrossmemError ERR_DIRECTORY when there is no such directory
 */
export function parseDirectory(text: string): OpenedDirectory {
  const border = text.indexOf('::')
  const path = resolve(border < 0 ? text : text.slice(0, border))
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new CrossmemError('ERR_DIRECTORY', `--dir was given '${text}', and ${path} is no directory`)
  }
  return { path, name: border < 0 ? text : text.slice(border + 2) }
}
