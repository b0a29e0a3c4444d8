import { readSync, writeSync } from 'node:fs'
import { denialOf } from '../attach/denial.ts'
import { CrossmemError } from '../errors.ts'
import { Arena } from '../memory/arena.ts'
import { Pieces } from '../memory/pieces.ts'
import type { Shape } from '../memory/shape/shape.ts'
import { type Lent, Workbench } from '../memory/workbench.ts'
import { addressOfBytes } from '../os/address.ts'
import { errnoName } from '../os/libc.ts'
import { probe, transfer } from '../os/process-vm.ts'
import { attachPieces } from './attach-pieces.ts'
import type { Forced } from './protocol.ts'
import { ATTACH, MAPPED } from './protocol.ts'
import type { Segment } from './segment.ts'
import { STAGING_BYTES } from './staging-layout.ts'

const UNKNOWN = -1
/** A read or write of a file moves no more than 2 GiB at once. */
const LONGEST_READ = 2 ** 30

/** How this rank reaches the memory of the others: through their arenas, or by attaching to them. */
export class Reach {
  readonly heapBytes: number
  readonly forced: Forced | null
  readonly #segment: Segment
  readonly #rank: number
  readonly #arenas: readonly number[]
  #arena: Arena | undefined
  #workbench: Workbench | null | undefined
  /** For each rank: the errno with which attaching to it is refused, 0 when it is permitted. */
  readonly #refusal: Int32Array

  /** @param arenas the memory file of each rank's arena */
  constructor(segment: Segment, rank: number, arenas: readonly number[], heapBytes: number, forced: Forced | null) {
    this.#segment = segment
    this.#rank = rank
    this.#arenas = arenas
    this.heapBytes = heapBytes
    this.forced = forced
    this.#refusal = new Int32Array(segment.size).fill(UNKNOWN)
  }

  /** The length of every rank's arena. */
  get arenaBytes(): number {
    return this.heapBytes + STAGING_BYTES
  }

  /** This rank's own arena, mapped at its first use. */
  get arena(): Arena {
    this.#arena ??= new Arena(this.#arenas[this.#rank], this.arenaBytes, STAGING_BYTES)
    return this.#arena
  }

  /** Where a view lies in this rank's arena, or -1. */
  offsetOf(bytes: Uint8Array): number {
    return this.#arena === undefined ? -1 : this.#arena.offsetOf(bytes)
  }

  /** The windows on all arenas, and on the control segment as one file more; null where this process has no room for them. */
  get workbench(): Workbench | null {
    if (this.#workbench === undefined) {
      try {
        const arenas = this.#arenas.map((fd) => ({ fd, byteLength: this.arenaBytes }))
        this.#workbench = new Workbench([...arenas, { fd: this.#segment.fd, byteLength: this.#segment.u8.length }])
      } catch (error) {
        if (!(error instanceof CrossmemError) || error.code !== 'ERR_ADDRESS_SPACE') throw error
        this.#workbench = null
        this.#tell(`${error.message}. Until then arenas are read and written as files.`)
      }
    }
    return this.#workbench
  }

  /** How to get at bytes of rank `peer` that lie at `offset` of its arena (-1: elsewhere); -1 when there is no way. */
  way(peer: number, offset: number): typeof MAPPED | typeof ATTACH | -1 {
    const { forced } = this
    if (forced !== 'attach' && offset >= 0) return MAPPED
    if (forced !== 'mapped' && this.refusalOf(peer) === 0) return ATTACH
    return -1
  }

  /** Copies from rank `peer`. @returns false when that failed; another way is needed */
  read(way: number, peer: number, offset: number, address: number, into: Uint8Array): boolean {
    if (way !== MAPPED) return this.#attach(false, peer, address, into)
    this.readArena(peer, offset, into)
    return true
  }

  /**
   * Copies bytes of rank `peer` that are in pieces there or here.
   * @param shape which bytes, counted from `offset` or `address`
   * @returns false when that failed; another way is needed
   */
  readPieces(way: number, peer: number, offset: number, address: number, shape: Shape, into: Pieces): boolean {
    if (way !== MAPPED) return this.#settle(peer, attachPieces(this.#segment.pid(peer), address, shape, into))
    const lent = this.lend(peer, offset, shape.high)
    if (lent === null) return false
    new Pieces(lent.bytes, 0, shape).copyTo(into)
    lent.giveBack()
    return true
  }

  /** Copies from rank `peer`'s arena. */
  readArena(peer: number, offset: number, into: Uint8Array): void {
    if (this.#withWindow((workbench) => workbench.read(peer, offset, into)) !== null) return
    for (let done = 0; done < into.length; ) {
      done += readSync(this.#arenas[peer], into, done, Math.min(into.length - done, LONGEST_READ), offset + done)
    }
  }

  /** Shows a part of rank `peer`'s arena; null where there is no room for it. */
  lend(peer: number, offset: number, length: number): Lent | null {
    return this.#withWindow((workbench) => workbench.lend(peer, offset, length))
  }

  /** Copies to rank `peer`. @returns false when that failed; another way is needed */
  write(way: number, peer: number, offset: number, address: number, from: Uint8Array): boolean {
    if (way !== MAPPED) return this.#attach(true, peer, address, from)
    if (this.#withWindow((workbench) => workbench.write(peer, offset, from)) !== null) return true
    for (let done = 0; done < from.length; ) {
      done += writeSync(this.#arenas[peer], from, done, Math.min(from.length - done, LONGEST_READ), offset + done)
    }
    return true
  }

  /** @returns what `use` does; null when there is no workbench, or so much of it is lent that no room is left for a window */
  #withWindow<T>(use: (workbench: Workbench) => T): T | null {
    const { workbench } = this
    if (workbench === null) return null
    try {
      return use(workbench)
    } catch (error) {
      if (!(error instanceof CrossmemError) || error.code !== 'ERR_WORKBENCH_FULL') throw error
      return null
    }
  }

  /** 0 when this rank may attach to `peer`, else the errno; found out by trying, once. */
  refusalOf(peer: number): number {
    if (this.#refusal[peer] === UNKNOWN) {
      const errno = probe(this.#segment.pid(peer))
      this.#refusal[peer] = errno
      if (errno !== 0 && this.forced === null) this.#tellRefusal(peer, errno)
    }
    return this.#refusal[peer]
  }

  /** Why no copy between this rank and `peer` is possible, in words. */
  whyNot(peer: number): string {
    const errno = this.forced === 'mapped' ? 0 : this.refusalOf(peer)
    if (errno !== 0) return `${this.#refusalText(peer, errno)}. Leave --protocol away.`
    return 'its buffer does not lie in an arena: allocate it with alloc(), or leave --protocol away.'
  }

  #refusalText(peer: number, errno: number): string {
    const pid = this.#segment.pid(peer)
    return `rank ${this.#rank} may not attach to rank ${peer} (pid ${pid}): ${denialOf(pid, errno)}`
  }

  #attach(write: boolean, peer: number, address: number, bytes: Uint8Array): boolean {
    return this.#settle(peer, transfer(write, this.#segment.pid(peer), addressOfBytes(bytes), address, bytes.length))
  }

  /** Draws the conclusions from how attaching went. @returns whether it went well */
  #settle(peer: number, errno: number): boolean {
    if (errno === 0) return true
    // A bad address is that message's trouble; anything else will be so for all messages.
    if (errnoName(errno) !== 'EFAULT') {
      this.#refusal[peer] = errno
      this.#tellRefusal(peer, errno)
    }
    return false
  }

  #tellRefusal(peer: number, errno: number): void {
    if (errnoName(errno) === 'ESRCH') return
    this.#tell(`${this.#refusalText(peer, errno)}. Messages go another way meanwhile; see crossmem doctor.`)
  }

  #tell(reason: string): void {
    if (this.#segment.mayTell()) process.emitWarning(reason, { type: 'CrossmemWarning', code: 'CROSSMEM_SLOWER_WAY' })
  }
}
