import type { Part } from '../suites/shapes.ts'

/**
 * The data on which all ranks work together: float64 elements, of which the first in every cache line of a block is new in each call. They
 * are whole numbers, linear in all that they depend on, so that sums over ranks are exact and known. peers/mpi/together.h has the
 * same.
 */

const LINE = 8

/** Writes the elements that stay into the blocks that a rank sends. */
export function fill(send: Float64Array, rank: number, elements: number): void {
  for (let begin = 0, block = 0; begin < send.length; begin += elements, block++) {
    for (let i = 0; i < elements; i++) send[begin + i] = block * 5 + i * 3 + 1 + rank * 11
  }
}

/** Writes new data into the blocks that a rank sends: other ones for each number `serial`. */
export function change(send: Float64Array, rank: number, elements: number, serial: number): void {
  for (let begin = 0, block = 0; begin < send.length; begin += elements, block++) {
    const end = begin + elements
    let value = serial * 7 + block * 131 + rank * 31
    for (let i = begin; i < end; i += LINE) send[i] = value++
  }
}

/**
 * Looks at what arrived from the call with the number `serial`: all elements, or three in each part.
 * @throws Error when an element is not what it must be
 */
export function check(recv: Float64Array, parts: readonly Part[], serial: number, full: boolean): void {
  let begin = 0
  for (const part of parts) {
    const last = part.elements - 1
    // A part of no rank's is undefined.
    const defined = part.to > part.from
    if (full && defined) for (let i = 0; i <= last; i++) checkElement(recv, begin, part, serial, i)
    else if (last >= 0 && defined) {
      checkElement(recv, begin, part, serial, 0)
      checkElement(recv, begin, part, serial, last)
      checkElement(recv, begin, part, serial, (serial * 61 * LINE) % part.elements)
    }
    begin += part.elements
  }
}

function checkElement(recv: Float64Array, begin: number, part: Part, serial: number, i: number): void {
  const index = part.offset + i
  const count = part.to - part.from
  const ranks = (count * (part.from + part.to - 1)) / 2
  const wanted =
    index % LINE === 0
      ? count * (serial * 7 + part.block * 131 + index / LINE) + 31 * ranks
      : count * (part.block * 5 + index * 3 + 1) + 11 * ranks
  const got = recv[begin + i]
  if (got !== wanted) {
    const whose = count === 1 ? `rank ${part.from}` : `ranks ${part.from} to ${part.to - 1}`
    throw new Error(`Wrong data from ${whose}: element ${i} of ${part.elements} is ${got} instead of ${wanted}.`)
  }
}
