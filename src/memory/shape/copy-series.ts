/** From this length on, one call to copy is faster than a loop over words. */
const CALL_FROM = 256
/** Runs that are shorter in all are copied byte by byte: to see them as words costs more. */
const WORDS_FROM = 256
/** A single run from this length on is copied by a call. */
const RUN_FROM = 48

/** Within this many bytes, offsets in words are small integers. */
const MOST_BYTES = 2 ** 31

/** Each buffer as words, for as long as it lives. */
const words = new WeakMap<ArrayBufferLike, Int32Array>()

/** Copies `count` runs of `length` bytes, at equal distances on either side. */
export function copySeries(
  from: Uint8Array,
  fromAt: number,
  fromStride: number,
  into: Uint8Array,
  intoAt: number,
  intoStride: number,
  length: number,
  count: number,
): void {
  if (length >= CALL_FROM || (count === 1 && length >= RUN_FROM)) {
    for (let run = 0; run < count; run++) {
      const at = fromAt + run * fromStride
      into.set(from.subarray(at, at + length), intoAt + run * intoStride)
    }
    return
  }
  const source = from.byteOffset + fromAt
  const target = into.byteOffset + intoAt
  const even = ((source | fromStride | target | intoStride | length) & 3) === 0
  const near = Math.max(Math.abs(fromStride), Math.abs(intoStride)) * count < MOST_BYTES
  if (even && near && fromStride >= 0 && intoStride >= 0 && length * count >= WORDS_FROM) {
    const [sources, targets] = [wordsOf(from).subarray(source / 4), wordsOf(into).subarray(target / 4)]
    copyWords(sources, targets, fromStride / 4, intoStride / 4, length / 4, count)
  } else copyBytes(from, fromAt, fromStride, into, intoAt, intoStride, length, count)
}

function copyWords(
  from: Int32Array,
  into: Int32Array,
  fromStride: number,
  intoStride: number,
  length: number,
  count: number,
): void {
  let source = 0
  let target = 0
  // Said to be integers, they are computed as such.
  for (let run = count | 0; run > 0; run--) {
    for (let i = 0; i < length; i++) into[(target + i) | 0] = from[(source + i) | 0]
    source = (source + fromStride) | 0
    target = (target + intoStride) | 0
  }
}

function copyBytes(
  from: Uint8Array,
  fromAt: number,
  fromStride: number,
  into: Uint8Array,
  intoAt: number,
  intoStride: number,
  length: number,
  count: number,
): void {
  for (let run = 0; run < count; run++) {
    const source = fromAt + run * fromStride
    const target = intoAt + run * intoStride
    for (let i = 0; i < length; i++) into[target + i] = from[source + i]
  }
}

function wordsOf({ buffer }: Uint8Array): Int32Array {
  let view = words.get(buffer)
  if (view === undefined || view.length * 4 + 3 < buffer.byteLength) {
    view = new Int32Array(buffer, 0, Math.floor(buffer.byteLength / 4))
    words.set(buffer, view)
  }
  return view
}
