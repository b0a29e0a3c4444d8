/** What a window stands on: see `Vmfd.backing`. */
export type BackingKind = 'memfd' | 'mem' | 'fuse'

/** A part of an address space, and what may be done with it. */
export interface WindowPlace {
  readonly pid: number
  readonly start: bigint
  /** In bytes. */
  readonly length: number
  readonly writable: boolean
}

/**
 * How a window's bytes are reached. Callers have checked that what they ask for lies within the window, and that it may be written.
 * Transfers give the bytes moved, maybe fewer than asked (at least one, unless the process has gone: then 0), or minus the errno.
 */
export interface Backing {
  readonly kind: BackingKind
  /** The descriptor: its own, closed by {@link close}. */
  readonly fd: number
  /** Where the window begins in the descriptor's file. */
  readonly base: number
  transfer(write: boolean, view: Uint8Array, offset: number): number
  transferList(write: boolean, views: readonly Uint8Array[], offset: number): number
  /** The same without blocking this thread. */
  transferLater(write: boolean, views: readonly Uint8Array[], offset: number): Promise<number>
  /**
   * Where the window's bytes from `offset` on lie in this process; 0 when they do not, or not for certain. Memory that its process has unmapped
   * since then may be missing.
   */
  localAddress(offset: number): number
  /** Takes the window away from whoever it was passed on to, where that is possible. No transfer may follow. */
  revoke(): void
  /** Closes the descriptor, when no transfer is under way any more. */
  close(): void
}
