import type { EngineName } from '../../src/attach/copy.ts'
import { PARTS } from './owned.ts'

/** One kind of copy that is measured. */
export interface CopyCase {
  name: string
  bytes: number
  engine: EngineName
  /** In how many segments the bytes lie at the owner. */
  parts: number
  /** Whether the bare system call is measured beside. */
  peer: boolean
}

/** What a program says of one case. */
export interface CopyFigure {
  name: string
  microseconds: number
}

const KIB = 1024
const MIB = 1024 * KIB

export const CASES: readonly CopyCase[] = [
  { name: 'inline, 64K', bytes: 64 * KIB, engine: 'inline', parts: 1, peer: true },
  { name: 'inline, 1M', bytes: MIB, engine: 'inline', parts: 1, peer: true },
  { name: 'inline, 1M in 16 segments', bytes: MIB, engine: 'inline', parts: PARTS, peer: true },
  { name: 'inline, 64M', bytes: 64 * MIB, engine: 'inline', parts: 1, peer: true },
  { name: 'threads, 64M', bytes: 64 * MIB, engine: 'threads', parts: 1, peer: false },
  { name: 'io_uring, 64M', bytes: 64 * MIB, engine: 'io_uring', parts: 1, peer: false },
]

/** What regions themselves cost. */
export const REGION_CASES = ['creating a region', 'destroying a region'] as const
