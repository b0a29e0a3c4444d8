/** As much as the longest copy takes. */
export const OWNED_BYTES = 256 * 1024 * 1024
/** One MiB in pieces. */
export const PARTS = 16
export const PART_BYTES = (1024 * 1024) / PARTS

/** What the owner says of its memory. */
export interface Owned {
  pid: number
  /** Of its first byte, in decimal digits. */
  address: string
  /** The cookie of all of it. */
  whole: string
  /** The cookie of its first MiB, in as many parts. */
  parts: string
}
