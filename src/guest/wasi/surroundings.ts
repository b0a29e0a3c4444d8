import { randomFillSync } from 'node:crypto'
import type { GuestMemory } from '../memory.ts'
import type { WasiFunctions } from './wasi.ts'

/** A directory that is opened to a program, and the name under which it sees it. */
export interface OpenedDirectory {
  readonly path: string
  readonly name: string
}

/** What a program is given. */
export interface Surroundings {
  /** Its name, and its arguments. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly directories: readonly OpenedDirectory[]
  /** Ends the program. */
  exit(code: number): never
}

/** Arguments, environment, random numbers, and the end. */
export function surroundings(memory: GuestMemory, { args, env, exit }: Surroundings): WasiFunctions {
  const variables = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))

  return {
    ...strings(memory, 'args', args),
    ...strings(memory, 'environ', variables),
    random_get(pointer: number, length: number) {
      randomFillSync(memory.bytes(pointer, length >>> 0))
    },
    sched_yield() {},
    proc_exit(code: number) {
      exit(code)
    },
  }
}

function strings(memory: GuestMemory, name: string, texts: readonly string[]): WasiFunctions {
  const encoded = texts.map((text) => Buffer.from(`${text}\0`))
  return {
    [`${name}_sizes_get`](count: number, bytes: number) {
      memory.putInt(count, encoded.length)
      memory.putInt(bytes, Buffer.concat(encoded).length)
    },
    [`${name}_get`](pointers: number, text: number) {
      let at = text
      encoded.forEach((bytes, index) => {
        memory.putInt(pointers + index * 4, at)
        memory.bytes(at, bytes.length).set(bytes)
        at += bytes.length
      })
    },
  }
}
