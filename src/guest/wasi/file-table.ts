import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { WasiError } from './errno.ts'
import type { OpenedDirectory } from './surroundings.ts'

/** What a program's file descriptor stands for. */
export interface OpenFile {
  /** This process's descriptor. */
  readonly fd: number
  /** Where a directory really is; null for what is none. */
  readonly directory: string | null
  /** The name under which a directory was opened to the program; null for those that it opened itself. */
  readonly preopened: string | null
  /** Whether all that is written goes to the end. */
  append: boolean
  /** Where the next byte is read or written; -1 for streams, which have no such place. */
  position: number
}

/** A program's file descriptors: the standard streams, the directories that were opened to it, and what it opens there. */
export class FileTable {
  readonly #files: (OpenFile | undefined)[]

  constructor(directories: readonly OpenedDirectory[]) {
    this.#files = [0, 1, 2].map((fd) => ({ fd, directory: null, preopened: null, append: false, position: -1 }))
    for (const { path, name } of directories) {
      this.add({
        fd: openSync(path, constants.O_RDONLY | constants.O_DIRECTORY),
        directory: path,
        preopened: name,
        append: false,
        position: 0,
      })
    }
  }

  /** @throws WasiError EBADF */
  get(descriptor: number): OpenFile {
    const file = this.#files[descriptor]
    if (file === undefined) throw new WasiError('EBADF')
    return file
  }

  add(file: OpenFile): number {
    const free = this.#files.indexOf(undefined)
    const descriptor = free < 0 ? this.#files.length : free
    this.#files[descriptor] = file
    return descriptor
  }

  /** This process keeps its own standard streams. */
  close(descriptor: number): void {
    const { fd } = this.get(descriptor)
    this.#files[descriptor] = undefined
    if (fd > 2) closeSync(fd)
  }

  /** Puts one in the place of another one. */
  renumber(from: number, to: number): void {
    const file = this.get(from)
    if (this.#files[to] === undefined) throw new WasiError('EBADF')
    if (from === to) return
    this.close(to)
    this.#files[from] = undefined
    this.#files[to] = file
  }

  /** As stat(2). */
  stat(descriptor: number) {
    return fstatSync(this.get(descriptor).fd, { bigint: true })
  }
}
