/**
 * Is shown a series of runs: `count` runs of `length` bytes, the first at `offset`, each `stride` bytes after the one before.
 * @returns false to be shown no more
 */
export type Visit = (offset: number, length: number, stride: number, count: number) => boolean

/**
 * Which bytes of a memory are meant, and in which order, relative to an origin. Regular shapes are loops and not lists: a column of a
 * million elements takes no more room than one of two.
 */
export interface Shape {
  /** How many bytes are meant. */
  readonly bytes: number
  /** The offset of the lowest byte, and the one after the highest; both 0 where there are none. */
  readonly low: number
  readonly high: number
  /** How many runs there are, and how many series of runs {@link walk} shows. */
  readonly runs: number
  readonly series: number
  /** The same, `by` bytes further on. */
  shifted(by: number): Shape
  /**
   * Shows the bytes from the one numbered `begin` to before the one numbered `end`, in their order, as series.
   * @param base is added to all offsets
   * @returns false when the visitor did not want all
   */
  walk(base: number, begin: number, end: number, visit: Visit): boolean
}

/** Whether all its bytes lie in one piece, in their order. */
export function isRun(shape: Shape): boolean {
  return shape.runs <= 1
}
