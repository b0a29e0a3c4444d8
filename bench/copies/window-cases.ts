/** Reading from a window that crossmem itself makes: by what it stands on. */
export interface WindowCase {
  name: string
  backing: 'memfd' | 'mem'
  bytes: number
}

/** Reading from a window that is served as a file, by a C program. */
export interface ServedCase {
  name: string
  bytes: number
  /** Whether reader and server run on one processor, or each on its own. */
  together: boolean
}

/** What a program says of one case. */
export interface WindowFigure {
  name: string
  microseconds: number
  /** The same bytes copied from the mapped memory itself; null where it is not. */
  copied: number | null
}

const KIB = 1024
const MIB = 1024 * KIB
const SIZES = [
  ['4K', 4 * KIB],
  ['64K', 64 * KIB],
  ['1M', MIB],
] as const

export const WINDOW_CASES: readonly WindowCase[] = (['memfd', 'mem'] as const).flatMap((backing) =>
  SIZES.map(([size, bytes]) => ({ name: `${backing}, ${size}`, backing, bytes })),
)

export const SERVED_CASES: readonly ServedCase[] = [true, false].flatMap((together) =>
  [SIZES[0], SIZES[2]].map(([size, bytes]) => ({
    name: `fuse, ${size}, ${together ? 'one processor' : 'two processors'}`,
    bytes,
    together,
  })),
)

/** As much as the longest read takes. */
export const SERVED_BYTES = MIB

/** How many reads there are between two looks at the clock, which costs as much as a short one. */
export function callsInARow(bytes: number): number {
  return Math.max(1, Math.floor((64 * KIB) / bytes))
}
