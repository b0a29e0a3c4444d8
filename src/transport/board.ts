import type { Segment } from './segment.ts'

/** Takes a control block that nobody has. @returns its index, or -1 when all are taken */
export function claimBlock(segment: Segment): number {
  const { word, count } = segment.blockBits
  for (let index = 0; index < count; index++) {
    const at = word + (index >>> 5)
    const bit = 1 << (index & 31)
    if ((Atomics.load(segment.i32, at) & bit) !== 0) continue
    if ((Atomics.or(segment.i32, at, bit) & bit) === 0) return index
  }
  return -1
}

/** Gives a control block back, which holds nothing but zeros. */
export function releaseBlock(segment: Segment, index: number): void {
  const { word } = segment.blockBits
  Atomics.and(segment.i32, word + (index >>> 5), ~(1 << (index & 31)))
}

/** How many control blocks are taken. */
export function takenBlocks(segment: Segment): number {
  const { word, count } = segment.blockBits
  let taken = 0
  for (let index = 0; index < count; index++) {
    if ((Atomics.load(segment.i32, word + (index >>> 5)) & (1 << (index & 31))) !== 0) taken++
  }
  return taken
}
