import { CrossmemError, CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { type Bytes, bytesOf, kindOf } from '../../memory/bytes.ts'
import { elementBytes } from '../receive-status.ts'
import type { ValueChannel } from '../value-channel.ts'

/** @throws CrossmemRangeError ERR_ROOT (CrossmemTypeError for what is no number) unless it is a rank */
export function checkRoot(root: number, size: number): void {
  if (typeof root !== 'number') throw new CrossmemTypeError('ERR_ROOT', `root is a rank's number, not ${kindOf(root)}`)
  if (!(Number.isInteger(root) && root >= 0 && root < size)) {
    throw new CrossmemRangeError('ERR_ROOT', `root ${root} is no rank of this communicator, which has 0 to ${size - 1}`)
  }
}

/** @throws CrossmemError ERR_INTERCOMM for an intercommunicator, whose ranks have no order among them all */
export function requireOneGroup(line: ValueChannel, call: string): void {
  if (line.ownGroup === null) return
  throw new CrossmemError(
    'ERR_INTERCOMM',
    `${call} combines in the order of ranks, which those of an intercommunicator have not: merge() it first`,
  )
}

/** @throws CrossmemTypeError ERR_RECV for a missing receive buffer */
export function requireRecv<T extends Bytes>(recv: T | undefined, call: string): T {
  if (recv === undefined) {
    throw new CrossmemTypeError('ERR_RECV', `${call} needs a buffer for what comes: give it as recv`)
  }
  return recv
}

/** @throws CrossmemRangeError ERR_LENGTH unless the receive buffer has `expected` bytes */
export function checkRecvLength(recv: Uint8Array, expected: number, what: string): void {
  if (recv.length !== expected) {
    throw new CrossmemRangeError('ERR_LENGTH', `recv has ${recv.length} bytes, and needs ${expected}: ${what}`)
  }
}

/**
 * A buffer in as many equal parts as there are ranks.
 * @throws CrossmemRangeError ERR_LENGTH when its elements cannot be divided so
 */
export function cutEqually(buffer: Bytes, size: number, name: string): Uint8Array[] {
  const bytes = bytesOf(buffer)
  const elements = bytes.length / elementBytes(buffer)
  if (elements % size !== 0) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `${name} has ${elements} elements, which cannot be divided equally among ${size} ranks: ` +
        'give a multiple, or use the call with counts (its name ends with v)',
    )
  }
  const length = bytes.length / size
  return Array.from({ length: size }, (_, rank) => bytes.subarray(rank * length, (rank + 1) * length))
}

/**
 * A buffer in parts for as many bytes from each rank as this one sends.
 * @throws CrossmemTypeError ERR_NOT_BYTES; CrossmemRangeError ERR_LENGTH
 */
export function cutForEach(recv: Bytes, send: Bytes, size: number): Uint8Array[] {
  const { length } = bytesOf(send)
  const into = bytesOf(recv)
  checkRecvLength(into, length * size, `${length} from each of ${size} ranks`)
  return cutEqually(into, size, 'recv')
}

/**
 * A buffer in parts as counted, which follow each other without gaps unless `displs` says where they begin.
 * @param prefix of the options' names: `send` for sendCounts
 * @throws CrossmemRangeError ERR_COUNTS for counts that are no such or lead out of the buffer; CrossmemTypeError
 *   ERR_COUNTS when there are none
 */
export function cutByCounts(
  buffer: Bytes,
  counts: ArrayLike<number> | undefined,
  displs: ArrayLike<number> | undefined,
  size: number,
  prefix: '' | 'send' | 'recv' = '',
): Uint8Array[] {
  const bytes = bytesOf(buffer)
  const unit = elementBytes(buffer)
  const elements = bytes.length / unit
  const name = prefix === '' ? 'counts' : `${prefix}Counts`
  checkNumbers(counts, name, size)
  if (displs !== undefined) checkNumbers(displs, prefix === '' ? 'displs' : `${prefix}Displs`, size)
  const begins = displs ?? runningSums(counts)
  return Array.from({ length: size }, (_, rank) => {
    const begin = begins[rank]
    const end = begin + counts[rank]
    if (end > elements) {
      throw new CrossmemRangeError(
        'ERR_COUNTS',
        `${name}[${rank}] is ${counts[rank]}: the part of rank ${rank} would be elements ${begin} to ${end} of a buffer of ${elements}`,
      )
    }
    return bytes.subarray(begin * unit, end * unit)
  })
}

/** @throws CrossmemRangeError ERR_COUNTS when this rank's own part has another length than its count says */
export function checkOwnPart(own: Uint8Array, part: Uint8Array, rank: number, name: string): void {
  if (own.length !== part.length) {
    throw new CrossmemRangeError(
      'ERR_COUNTS',
      `${name}[${rank}] stands for ${part.length} bytes, and rank ${rank}, this one, sends itself ${own.length}`,
    )
  }
}

/** @throws CrossmemTypeError ERR_COUNTS unless it is an array; CrossmemRangeError ERR_COUNTS unless it has a whole number for each rank */
export function checkNumbers(
  numbers: ArrayLike<number> | undefined,
  name: string,
  size: number,
): asserts numbers is ArrayLike<number> {
  if (typeof numbers !== 'object' || numbers === null || typeof numbers.length !== 'number') {
    throw new CrossmemTypeError('ERR_COUNTS', `${name} is an array with a number for each rank, not ${kindOf(numbers)}`)
  }
  if (numbers.length !== size) {
    throw new CrossmemRangeError(
      'ERR_COUNTS',
      `${name} has ${numbers.length} numbers for ${size} ranks: give one for each`,
    )
  }
  for (let rank = 0; rank < size; rank++) {
    if (!Number.isSafeInteger(numbers[rank]) || numbers[rank] < 0) {
      throw new CrossmemRangeError('ERR_COUNTS', `${name}[${rank}] is ${numbers[rank]}, not a whole number from 0`)
    }
  }
}

function runningSums(counts: ArrayLike<number>): number[] {
  let sum = 0
  return Array.from(counts, (count) => {
    sum += count
    return sum - count
  })
}
