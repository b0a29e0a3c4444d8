import { closeSync, openSync, readSync } from 'node:fs'

const BLOCK_BYTES = 1 << 20

// What separates words in the C locale: space, \t, \n, \v, \f and \r.
const isSpace = new Uint8Array(256)
for (const character of ' \t\n\v\f\r') isSpace[character.charCodeAt(0)] = 1

/**
 * How many words begin in `bytes`. A word is a longest run of bytes that are not white space, so a byte begins one if
 * it is not white space and the byte before it is.
 *
 * @param before the byte before the first one
 */
export function countWords(bytes: Uint8Array, before: number): number {
  let words = 0
  let afterSpace = isSpace[before]
  for (let i = 0; i < bytes.length; i++) {
    const space = isSpace[bytes[i]]
    words += afterSpace & (space ^ 1)
    afterSpace = space
  }
  return words
}

/**
 * How many words begin in the bytes `from` to `end` (not included) of the file `path`, and how many bytes were read
 * there: fewer than asked for if the file ends before.
 *
 * @throws {Error} of node:fs, if the file cannot be opened or read
 */
export function countRange(path: string, from: number, end: number): { words: number; bytes: number } {
  const block = Buffer.allocUnsafe(BLOCK_BYTES)
  const file = openSync(path, 'r')
  try {
    let before = 0x20
    if (from > 0 && readSync(file, block, 0, 1, from - 1) === 1) before = block[0]
    let words = 0
    let position = from
    while (position < end) {
      const length = readSync(file, block, 0, Math.min(BLOCK_BYTES, end - position), position)
      if (length === 0) break
      words += countWords(block.subarray(0, length), before)
      before = block[length - 1]
      position += length
    }
    return { words, bytes: position - from }
  } finally {
    closeSync(file)
  }
}
