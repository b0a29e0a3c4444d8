import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CrossmemError } from '../src/errors.ts'
import { processors } from '../src/os/affinity.ts'
import { durationsForPoints } from './harness/phases.ts'
import { mostCalls, pointsArguments } from './harness/points.ts'
import { runPoints } from './harness/run-points.ts'
import { formatSize } from './harness/sizes.ts'
import { median } from './harness/statistics.ts'
import { showProgress, tell } from './harness/tell.ts'
import { takeTurns } from './harness/turns.ts'
import { crossmem } from './implementations/crossmem.ts'

const SIZES = [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384]
/** How long ranks may take for a size. */
const POINT_SECONDS = 120

/** A row of what CROSSMEM_TUNING takes. */
export interface TuningRow {
  ranks: number
  combineAll: number
}

export interface TuneOptions {
  ranks: readonly number[]
  rounds: number
}

/** What is measured: allreduce when operands of up to so many bytes are combined by every rank for itself. */
interface Way {
  ranks: number
  combineAll: number
}

/**
 * Finds out up to which length operands are better combined by every rank for itself than slice by slice, for each number of ranks.
 * @returns the table, for a file that CROSSMEM_TUNING names
 * @throws CrossmemError ERR_BENCH_PROGRAM
 */
export async function tune({ ranks, rounds }: TuneOptions, signal: AbortSignal): Promise<TuningRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-tune-'))
  try {
    const rows: TuningRow[] = []
    for (const count of [...ranks].sort((a, b) => a - b)) {
      const all: Way = { ranks: count, combineAll: SIZES[SIZES.length - 1] }
      const slices: Way = { ranks: count, combineAll: 0 }
      const times = await takeTurns([all, slices], rounds, (way, round) => {
        showProgress(`round ${round + 1} of ${rounds}: ${count} ranks`)
        return measure(way, folder, signal)
      })
      const [forAll, forSlices] = [all, slices].map((way) => medians(times.get(way)!))
      showProgress('')
      SIZES.forEach((bytes, i) => {
        const [one, other] = [forAll[i], forSlices[i]].map((time) => time.toFixed(2))
        tell(`${count} ranks, allreduce of ${formatSize(bytes)}: each for itself ${one} µs, in slices ${other} µs`)
      })
      rows.push({ ranks: count, combineAll: bestLimit(SIZES, forAll, forSlices) })
    }
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(way: Way, folder: string, signal: AbortSignal): Promise<number[]> {
  const { ranks, combineAll } = way
  const file = join(folder, `${combineAll}.json`)
  writeFileSync(file, JSON.stringify([way]))
  const points = SIZES.map((bytes) => ({ benchmark: 'allreduce', bytes }))
  const crowding = ranks / processors().length
  const durations = durationsForPoints(points.length, crowding)
  const task = pointsArguments({ points, ...durations, calls: mostCalls(crowding > 1) })
  const { command } = crossmem({ name: 'collectives', ranks, mayCrowd: true }, 'arena', null)
  const tuned = ['env', `CROSSMEM_TUNING=${file}`, ...command(task)]
  const { figures, stuck } = await runPoints(tuned, points, POINT_SECONDS, signal)
  if (stuck) throw new CrossmemError('ERR_BENCH_PROGRAM', `${ranks} ranks took over ${POINT_SECONDS} s at a size`)
  return figures.map(({ microseconds }) => microseconds)
}

/** Of each size over the rounds. */
function medians(rounds: readonly number[][]): number[] {
  return SIZES.map((_, size) => median(rounds.map((times) => times[size])))
}

/**
 * The limit with which all sizes together take least, by the product of their times: so a size that was disturbed does not decide alone.
 * @returns one of the sizes, or 0
 */
export function bestLimit(sizes: readonly number[], forAll: readonly number[], forSlices: readonly number[]): number {
  let best = 0
  let least = 0
  let gain = 0
  sizes.forEach((bytes, i) => {
    gain += Math.log(forAll[i] / forSlices[i])
    if (gain < least) {
      least = gain
      best = bytes
    }
  })
  return best
}

/** The table as text, a row a line. */
export function renderTuning(rows: readonly TuningRow[]): string {
  return `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`
}
