/**
 * The data that benchmarks send: the first byte of every cache line is new in each interval, and differs from buffer to buffer and
 * from side to side; the others stay. peers/mpi/measure.h makes the same.
 */

const LINE = 64

function still(index: number): number {
  return (index * 37 + (index >> 8) * 11) & 255
}

function stamp(interval: number, count: number, buffer: number, side: number): number {
  return (interval * count + buffer + side * 128) & 255
}

/** Writes the bytes that stay. */
export function fill(bytes: Uint8Array): void {
  for (let index = 0; index < bytes.length; index++) bytes[index] = still(index)
}

/** Writes new data into each buffer that rank `side` sends in this interval. */
export function change(buffers: Uint8Array[], interval: number, side: number): void {
  for (let buffer = 0; buffer < buffers.length; buffer++) {
    touch(buffers[buffer], stamp(interval, buffers.length, buffer, side))
  }
}

function touch(bytes: Uint8Array, first: number): void {
  const length = bytes.length
  for (let index = 0, value = first; index < length; index += LINE, value++) bytes[index] = value
}

/**
 * Looks at what rank `side` sent in this interval: every byte, or one in each of four cache lines.
 * @throws Error when a byte is not the one that was sent
 */
export function check(buffers: Uint8Array[], interval: number, side: number, full: boolean): void {
  for (let buffer = 0; buffer < buffers.length; buffer++) {
    const first = stamp(interval, buffers.length, buffer, side)
    if (full) checkAll(buffers[buffer], first)
    else checkSome(buffers[buffer], first, interval)
  }
}

function checkSome(bytes: Uint8Array, first: number, interval: number): void {
  const lines = Math.ceil(bytes.length / LINE)
  if (lines === 0) return
  checkLine(bytes, first, 0)
  checkLine(bytes, first, lines >> 1)
  checkLine(bytes, first, lines - 1)
  checkLine(bytes, first, (interval * 61) % lines)
}

function checkLine(bytes: Uint8Array, first: number, line: number): void {
  if (bytes[line * LINE] !== ((first + line) & 255)) throw wrong(bytes, line * LINE, first + line)
}

function checkAll(bytes: Uint8Array, first: number): void {
  for (let index = 0; index < bytes.length; index++) {
    const wanted = index % LINE === 0 ? (first + index / LINE) & 255 : still(index)
    if (bytes[index] !== wanted) throw wrong(bytes, index, wanted)
  }
}

function wrong(bytes: Uint8Array, index: number, wanted: number): Error {
  return new Error(
    `Wrong data in a message of ${bytes.length} bytes: byte ${index} is ${bytes[index]} instead of ${wanted & 255}.`,
  )
}
