import { constants } from 'node:os'
import { isAlive } from '../os/pidfd.ts'
import { IOV_MAX, MAX_BYTES, setLocal, setRemoteRange, transferLists } from '../os/process-vm.ts'
import { settledAddress } from './address-of.ts'
import type { RemoteRange } from './remote-range.ts'

const { ESRCH } = constants.errno

/** A process, and the descriptor that tells whether its pid still means it (-1: there is none). */
export interface Target {
  pid: number
  pidfd: number
}

/**
 * process_vm_readv(2) or process_vm_writev(2) with lists of any length and any number of bytes: in as many calls as it
 * takes, until one of them moves less than it could.
 * @returns the bytes moved; or minus the errno, when nothing was
 */
export function scatter(
  write: boolean,
  target: Target,
  local: readonly Uint8Array[],
  remote: readonly RemoteRange[],
): number {
  const from = new Cursor(local.map((bytes) => bytes.byteLength))
  const to = new Cursor(remote.map((range) => range.length))
  let moved = 0
  for (;;) {
    const offered = from.list(MAX_BYTES, (slot, index, offset, length) =>
      setLocal(slot, settledAddress(local[index]) + offset, length),
    )
    const wanted = to.list(offered.bytes, (slot, index, offset, length) =>
      setRemoteRange(slot, remote[index].address + BigInt(offset), length),
    )
    const most = Math.min(offered.bytes, wanted.bytes, MAX_BYTES)
    if (most === 0) return moved
    const got = call(write, target, offered.ranges, wanted.ranges)
    if (got < 0) return moved > 0 ? moved : got
    moved += got
    if (got < most) return moved
    from.advance(got)
    to.advance(got)
  }
}

/** Whether the process is gone for good, so that its pid may mean another one. */
export function isGone({ pidfd }: Target): boolean {
  return pidfd >= 0 && !isAlive(pidfd)
}

/**
 * One call. A pid may be given to another process once its own has gone, so a write looks first whether it has; a read
 * looks afterwards, and is then certain of where its bytes are from.
 */
function call(write: boolean, target: Target, localCount: number, remoteCount: number): number {
  if (write && isGone(target)) return -ESRCH
  const moved = transferLists(write, target.pid, localCount, remoteCount)
  return !write && moved > 0 && isGone(target) ? -ESRCH : moved
}

/** A place in a list of ranges: the range, and how far into it. */
class Cursor {
  readonly #lengths: readonly number[]
  #index = 0
  #offset = 0

  constructor(lengths: readonly number[]) {
    this.#lengths = lengths
  }

  /** Lists the ranges from here on, except empty ones: as many as one call takes, or as hold `enough` bytes. */
  list(enough: number, add: (slot: number, index: number, offset: number, length: number) => void) {
    let ranges = 0
    let bytes = 0
    let offset = this.#offset
    for (let index = this.#index; index < this.#lengths.length && ranges < IOV_MAX && bytes < enough; index++) {
      const length = this.#lengths[index] - offset
      if (length > 0) {
        add(ranges, index, offset, length)
        ranges += 1
        bytes += length
      }
      offset = 0
    }
    return { ranges, bytes }
  }

  advance(bytes: number): void {
    this.#offset += bytes
    while (this.#index < this.#lengths.length && this.#offset >= this.#lengths[this.#index]) {
      this.#offset -= this.#lengths[this.#index]
      this.#index += 1
    }
  }
}
