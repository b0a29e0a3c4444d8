import { readFileSync } from 'node:fs'
import { CrossmemError } from '../../../errors.ts'
import { SCRATCH_BYTES } from '../../../transport/control-block.ts'

/** What is chosen by size and number of ranks, made by measurement: `crossmem bench tune` prints it for a machine. */
export interface Tuning {
  /** This holds for so many ranks and fewer. */
  readonly ranks: number
  /**
   * Reductions: operands of up to this many bytes are combined by every rank that gets the result, each for itself, and nobody waits in
   * the end; of longer ones each rank combines a slice. At most 16384.
   */
  readonly combineAll: number
}

const DEFAULT: readonly Tuning[] = [
  { ranks: 2, combineAll: 16384 },
  { ranks: 4, combineAll: 16384 },
  { ranks: 8, combineAll: 4096 },
  { ranks: 128, combineAll: 2048 },
]
const VARIABLE = 'CROSSMEM_TUNING'

let table: readonly Tuning[] | undefined
let last: { size: number; tuning: Tuning } | undefined

/** What is chosen for communicators of `size` ranks. @throws CrossmemError ERR_TUNING for a file that holds no such table */
export function tuningFor(size: number): Tuning {
  if (last === undefined || last.size !== size) {
    table ??= readTable()
    last = { size, tuning: table.find(({ ranks }) => ranks >= size) ?? table[table.length - 1] }
  }
  return last.tuning
}

function readTable(): readonly Tuning[] {
  const file = process.env[VARIABLE]
  if (file === undefined || file === '') return DEFAULT
  let rows: unknown
  try {
    rows = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw wrong(file, (cause as Error).message)
  }
  if (!Array.isArray(rows) || rows.length === 0) throw wrong(file, 'it holds no list of rows')
  for (const row of rows as Partial<Tuning>[]) {
    const { ranks, combineAll } = row ?? {}
    const valid = isWhole(ranks, Number.MAX_SAFE_INTEGER) && isWhole(combineAll, SCRATCH_BYTES)
    if (!valid) throw wrong(file, `${JSON.stringify(row)} needs ranks, and combineAll from 0 to ${SCRATCH_BYTES}`)
  }
  return (rows as Tuning[]).toSorted((a, b) => a.ranks - b.ranks)
}

function isWhole(value: unknown, most: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
}

function wrong(file: string, why: string): CrossmemError {
  return new CrossmemError(
    'ERR_TUNING',
    `${VARIABLE} names ${file}, which is no table of tunings: ${why}. Make one with crossmem bench tune.`,
  )
}
