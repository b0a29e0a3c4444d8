import type { Pieces } from '../memory/pieces.ts'
import type { Shape } from '../memory/shape/shape.ts'
import { addressOfBytes } from '../os/address.ts'
import { IOV_MAX, MAX_BYTES, setLocal, setRemote, transferLists } from '../os/process-vm.ts'

const EFAULT = 14

/** Fills one of the two lists of ranges that a system call takes. */
class RangeList {
  count = 0
  bytes = 0
  readonly #set: (index: number, address: number, length: number) => void

  constructor(set: (index: number, address: number, length: number) => void) {
    this.#set = set
  }

  /** Lists as many runs of a shape as one call takes. @param base the address that its offsets count from */
  fill(shape: Shape, base: number, begin: number, end: number): void {
    this.count = 0
    this.bytes = 0
    shape.walk(base, begin, Math.min(end, begin + MAX_BYTES), this.#add)
  }

  readonly #add = (address: number, length: number, stride: number, runs: number): boolean => {
    const taken = Math.min(runs, IOV_MAX - this.count)
    for (let run = 0; run < taken; run++) this.#set(this.count + run, address + run * stride, length)
    this.count += taken
    this.bytes += taken * length
    return taken === runs
  }
}

const local = new RangeList(setLocal)
const remote = new RangeList(setRemote)

/**
 * Copies bytes of another process to pieces here, many runs in one system call.
 * @param shape which bytes, counted from `address` there
 * @returns 0 when all was moved, else the errno that ended it
 */
export function attachPieces(pid: number, address: number, shape: Shape, into: Pieces): number {
  const base = addressOfBytes(into.memory) + into.origin
  for (let done = 0; done < shape.bytes; ) {
    local.fill(into.shape, base, done, shape.bytes)
    remote.fill(shape, address, done, done + local.bytes)
    const moved = transferLists(false, pid, local.count, remote.count)
    if (moved < 0) return -moved
    if (moved === 0) return EFAULT
    done += moved
  }
  return 0
}
