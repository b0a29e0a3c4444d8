import { closeSync } from 'node:fs'
import type { Backing, BackingKind } from './backing.ts'
import { transferFile, transferFileLater, transferFileList } from './file-transfer.ts'

/** A window on a file that is there for this window only, such as one that a file server serves. */
export class FileBacking implements Backing {
  readonly kind: BackingKind
  readonly fd: number
  readonly base = 0
  readonly #revoke: () => void

  /** @param revoke ends the file, where that is in this process's power */
  constructor(kind: BackingKind, fd: number, revoke: () => void = () => undefined) {
    this.kind = kind
    this.fd = fd
    this.#revoke = revoke
  }

  transfer(write: boolean, view: Uint8Array, offset: number): number {
    return transferFile(write, this.fd, view, offset)
  }

  transferList(write: boolean, views: readonly Uint8Array[], offset: number): number {
    return transferFileList(write, this.fd, views, offset)
  }

  transferLater(write: boolean, views: readonly Uint8Array[], offset: number): Promise<number> {
    return transferFileLater(write, this.fd, views, offset)
  }

  localAddress(): number {
    return 0
  }

  revoke(): void {
    this.#revoke()
  }

  close(): void {
    closeSync(this.fd)
  }
}
