import { CrossmemError } from '../errors.ts'
import { mapSharedAt, PAGE, populate } from '../os/mapping.ts'
import { createPrivateMemory, MAX_WASM_BYTES } from './wasm-memory.ts'

/**
 * One linear memory on which slices of many memory files lie as windows, found again rather than mapped again.
 *
 *      slot 0        slot 1        slot 2        slot 3        slot 4
 *     +-------------+-------------+-------------+-------------+-------------+--
 *     | the lap: no | file 1,     | file 3,     | file 3,     | free        |
 *     | file's      | slice 0     | slice 4     | slice 5     |             |      slices and slots are SLOT bytes long
 *     +-------------+-------------+-------------+-------------+-------------+--
 *                                   one window of two slots
 *
 * A copy goes slice by slice and needs one slot at a time; a loan that crosses a border gets a window of several. When no
 * slot is free, the window that was used longest ago and is not lent gives way. The last slot is never lent, so that copies
 * go on however much is.
 */
export const SLOT = 32 * 1024 * 1024
export const SLOTS = MAX_WASM_BYTES / SLOT
/** The unit in which a window's pages are entered into the page table. */
const GRAIN = 64 * 1024
/** Copies shorter than this touch their pages one by one. */
const POPULATE_FROM = 16 * 1024

/** A memory file that may be looked at through a workbench. */
export interface MemoryFile {
  readonly fd: number
  readonly byteLength: number
}

interface Window {
  file: number
  slice: number
  slices: number
  slot: number
  lastUse: number
  loans: number
  /** For each grain: 1 when its pages are in the page table. */
  populated: Uint8Array
}

/** A run of a file's bytes that stays where it is until it is given back. */
export interface Lent {
  readonly bytes: Uint8Array<ArrayBuffer>
  giveBack(): void
}

/** What stands for the lap among the windows: it never gives way. */
const LAP: Window = {
  file: -1,
  slice: -1,
  slices: 0,
  slot: 0,
  lastUse: 0,
  loans: 1,
  populated: new Uint8Array(0),
}

export class Workbench {
  /** All of it. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where a slot begins that is this process's own memory, for intermediate results. */
  readonly lap = 0
  /** Makes the functions of a kernel that works on it. */
  readonly kernel: (code: Uint8Array) => unknown
  readonly #address: number
  readonly #files: readonly MemoryFile[]
  /** Which window shows a slice: by file, then by slice. */
  readonly #shown: (Window | undefined)[][]
  readonly #slots: (Window | undefined)[] = new Array(SLOTS).fill(undefined)
  #clock = 0

  /**
   * @param files what may be mapped; callers name a file by its index here
   * @throws CrossmemError ERR_ADDRESS_SPACE
   */
  constructor(files: readonly MemoryFile[]) {
    const { buffer, address, kernel } = createPrivateMemory(MAX_WASM_BYTES)
    this.bytes = new Uint8Array(buffer)
    this.kernel = kernel
    this.#address = address
    this.#files = files
    this.#shown = files.map(() => [])
    this.#slots[0] = LAP
  }

  /** Copies from a file, beginning at `offset`, until `into` is full. */
  read(file: number, offset: number, into: Uint8Array): void {
    let done = 0
    while (done < into.length) {
      const part = Math.min(into.length - done, SLOT - ((offset + done) % SLOT))
      const at = this.locate(file, offset + done, part)
      const source = this.bytes.subarray(at, at + part)
      if (part === into.length) into.set(source)
      else into.set(source, done)
      done += part
    }
  }

  /** Copies all of `from` into a file, beginning at `offset`. */
  write(file: number, offset: number, from: Uint8Array): void {
    let done = 0
    while (done < from.length) {
      const part = Math.min(from.length - done, SLOT - ((offset + done) % SLOT))
      const at = this.locate(file, offset + done, part)
      this.bytes.set(part === from.length ? from : from.subarray(done, done + part), at)
      done += part
    }
  }

  /**
   * Shows `length` bytes of a file in one piece.
   * @throws CrossmemError ERR_WORKBENCH_FULL when too much is lent already
   */
  lend(file: number, offset: number, length: number): Lent {
    const slice = Math.floor(offset / SLOT)
    const slices = Math.floor((offset + Math.max(length, 1) - 1) / SLOT) - slice + 1
    const window = this.#find(file, slice, slices, SLOTS - 1)
    window.loans++
    const at = window.slot * SLOT + offset - window.slice * SLOT
    this.#populate(window, offset - window.slice * SLOT, length)
    return {
      bytes: this.bytes.subarray(at, at + length),
      giveBack: () => {
        window.loans--
      },
    }
  }

  /** Where a run that lies within one slice is, until another window is needed in its place: that is a long time, but no promise. */
  locate(file: number, offset: number, length: number): number {
    const slice = Math.floor(offset / SLOT)
    const window = this.#find(file, slice, 1, SLOTS)
    const within = offset - window.slice * SLOT
    if (length >= POPULATE_FROM) this.#populate(window, within, length)
    return window.slot * SLOT + within
  }

  /** The window that shows some slices, in the slots before `end`. */
  #find(file: number, slice: number, slices: number, end: number): Window {
    const shown = this.#shown[file][slice]
    const fits = shown !== undefined && shown.slice + shown.slices >= slice + slices && shown.slot < end
    const window = fits ? shown : this.#map(file, slice, slices, end)
    window.lastUse = ++this.#clock
    return window
  }

  #map(file: number, slice: number, slices: number, end: number): Window {
    const slot = this.#makeRoom(slices, end)
    const { fd, byteLength } = this.#files[file]
    const length = Math.min(slices * SLOT, Math.ceil(byteLength / PAGE) * PAGE - slice * SLOT)
    mapSharedAt(this.#address + slot * SLOT, fd, slice * SLOT, length)
    const populated = new Uint8Array(Math.ceil(length / GRAIN))
    const window = { file, slice, slices, slot, lastUse: 0, loans: 0, populated }
    this.#slots.fill(window, slot, slot + slices)
    this.#shown[file].length = Math.max(this.#shown[file].length, slice + slices)
    this.#shown[file].fill(window, slice, slice + slices)
    return window
  }

  /** The first slot of a run that is free, after whoever used it longest ago was removed. */
  #makeRoom(slices: number, end: number): number {
    let best = -1
    let bestUse = Number.POSITIVE_INFINITY
    for (let slot = 0; slot + slices <= end && bestUse > 0; slot++) {
      const use = this.#lastUse(slot, slices)
      if (use < bestUse) {
        best = slot
        bestUse = use
      }
    }
    if (best < 0) {
      throw new CrossmemError(
        'ERR_WORKBENCH_FULL',
        `no room to show ${slices * SLOT} bytes of another process's memory in one piece: release loans first`,
      )
    }
    for (let slot = best; slot < best + slices; slot++) this.#remove(this.#slots[slot])
    return best
  }

  /** When any of these slots was last used: 0 if all are free, infinity if one is lent. */
  #lastUse(slot: number, slices: number): number {
    let latest = 0
    for (let i = slot; i < slot + slices; i++) {
      const window = this.#slots[i]
      if (window !== undefined) latest = Math.max(latest, window.loans > 0 ? Number.POSITIVE_INFINITY : window.lastUse)
    }
    return latest
  }

  /** Forgets a window; its memory stays mapped until something else is mapped there. */
  #remove(window: Window | undefined): void {
    if (window === undefined) return
    this.#slots.fill(undefined, window.slot, window.slot + window.slices)
    const shown = this.#shown[window.file]
    for (let slice = window.slice; slice < window.slice + window.slices; slice++) {
      if (shown[slice] === window) shown[slice] = undefined
    }
  }

  #populate(window: Window, within: number, length: number): void {
    const first = Math.floor(within / GRAIN)
    const end = Math.min(Math.ceil((within + length) / GRAIN), window.populated.length)
    for (let grain = first; grain < end; grain++) {
      if (window.populated[grain] === 1) continue
      const bytes = Math.min(end * GRAIN, this.#mappedBytes(window)) - grain * GRAIN
      populate(this.#address + window.slot * SLOT + grain * GRAIN, bytes)
      window.populated.fill(1, grain, end)
      return
    }
  }

  #mappedBytes(window: Window): number {
    return Math.min(window.slices * SLOT, this.#files[window.file].byteLength - window.slice * SLOT)
  }
}
