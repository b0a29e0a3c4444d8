import { type BigIntStats, closeSync, constants, fstatSync, openSync } from 'node:fs'
import { WasiError } from './errno.ts'
import type { OpenedDirectory } from './surroundings.ts'

/** What a program's file descriptor stands for. */
export interface OpenFile {
  /** This process's descriptor. */
  readonly fd: number
  readonly isDirectory: boolean
  /** The name under which a directory was opened to the program; null for all else. */
  readonly preopened: string | null
  /** Whether all that is written goes to the end. */
  append: boolean
  /** Where the next byte is read or written; null for streams, which have no such place. */
  position: number | null
}

/** A program's file descriptors: the standard streams, the directories that were opened to it, and what it opens there. */
export class FileTable {
  readonly #files: (OpenFile | undefined)[]

  constructor(directories: readonly OpenedDirectory[]) {
    this.#files = [0, 1, 2].map((fd) => ({ fd, isDirectory: false, preopened: null, append: false, position: null }))
    for (const { path, name } of directories) {
      const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY)
      this.add({ fd, isDirectory: true, preopened: name, append: false, position: null })
    }
  }

  /** @throws WasiError EBADF */
  get(descriptor: number): OpenFile {
    const file = this.#files[descriptor]
    if (file === undefined) throw new WasiError('EBADF')
    return file
  }

  /** @throws WasiError EBADF, ENOTDIR */
  directory(descriptor: number): OpenFile {
    const file = this.get(descriptor)
    if (!file.isDirectory) throw new WasiError('ENOTDIR')
    return file
  }

  /** @returns the lowest descriptor that is free */
  add(file: OpenFile): number {
    const free = this.#files.indexOf(undefined)
    const descriptor = free < 0 ? this.#files.length : free
    this.#files[descriptor] = file
    return descriptor
  }

  close(descriptor: number): void {
    const { fd } = this.get(descriptor)
    this.#files[descriptor] = undefined
    // This process keeps its own standard streams.
    if (fd > 2) closeSync(fd)
  }

  /** Puts one in the place of another one. */
  renumber(from: number, to: number): void {
    const file = this.get(from)
    this.get(to)
    if (from === to) return
    this.close(to)
    this.#files[from] = undefined
    this.#files[to] = file
  }

  /** As fstat(2). */
  stat(descriptor: number): BigIntStats {
    return fstatSync(this.get(descriptor).fd, { bigint: true })
  }
}
