import { closeSync } from 'node:fs'
import { cannotShrink } from '../../os/descriptor.ts'
import { mapShared, PAGE, unmap } from '../../os/mapping.ts'
import { copyMemory } from '../../os/memory-copy.ts'
import { settledAddress } from '../address-of.ts'
import type { Backing } from './backing.ts'
import { transferFile, transferFileLater, transferFileList } from './file-transfer.ts'

/**
 * A window on a memory file. Where nobody can make the file smaller, it is mapped at the first transfer, and transfers are mere copies of
 * memory; elsewhere they are system calls, which cannot end this process with SIGBUS.
 */
export class MemfdBacking implements Backing {
  readonly kind = 'memfd'
  readonly fd: number
  readonly base: number
  readonly #length: number
  readonly #writable: boolean
  /** Where the window's first byte is mapped; 0 before the first transfer; -1 when it is not to be mapped. */
  #address = 0

  constructor(fd: number, base: number, length: number, writable: boolean) {
    this.fd = fd
    this.base = base
    this.#length = length
    this.#writable = writable
    if (!cannotShrink(fd)) this.#address = -1
  }

  transfer(write: boolean, view: Uint8Array, offset: number): number {
    const address = this.#mapped()
    if (address < 0) return transferFile(write, this.fd, view, this.base + offset)
    const local = settledAddress(view)
    if (write) copyMemory(address + offset, local, view.length)
    else copyMemory(local, address + offset, view.length)
    return view.length
  }

  transferList(write: boolean, views: readonly Uint8Array[], offset: number): number {
    if (this.#mapped() < 0) return transferFileList(write, this.fd, views, this.base + offset)
    let moved = 0
    for (const view of views) moved += this.transfer(write, view, offset + moved)
    return moved
  }

  transferLater(write: boolean, views: readonly Uint8Array[], offset: number): Promise<number> {
    return transferFileLater(write, this.fd, views, this.base + offset)
  }

  localAddress(offset: number): number {
    const address = this.#mapped()
    return address < 0 ? 0 : address + offset
  }

  revoke(): void {
    // Whoever has the memory file keeps it: nothing takes it back.
  }

  close(): void {
    if (this.#address > 0) unmap(this.#address - this.#inPage, this.#length + this.#inPage)
    this.#address = -1
    closeSync(this.fd)
  }

  /** How far into its first page the window begins. */
  get #inPage(): number {
    return this.base % PAGE
  }

  #mapped(): number {
    if (this.#address !== 0) return this.#address
    try {
      const inPage = this.#inPage
      const start = mapShared(this.fd, this.base - inPage, this.#length + inPage, this.#writable)
      this.#address = start + inPage
    } catch {
      // No room for addresses, or large pages, whose borders are others: then by system calls.
      this.#address = -1
    }
    return this.#address
  }
}
