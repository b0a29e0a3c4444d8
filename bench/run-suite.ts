import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CrossmemError } from '../src/errors.ts'
import { assignProcessors } from '../src/launch/binding.ts'
import { processors } from '../src/os/affinity.ts'
import type { Figure } from './harness/figure.ts'
import { notesOf } from './harness/notes.ts'
import { durationsForPoints } from './harness/phases.ts'
import { mostCalls, type Point, pointsArguments } from './harness/points.ts'
import { results } from './harness/result.ts'
import { runPoints } from './harness/run-points.ts'
import { formatSize } from './harness/sizes.ts'
import { Taker } from './harness/taker.ts'
import { onOneLine, showProgress, tell } from './harness/tell.ts'
import { takeTurns } from './harness/turns.ts'
import { peers } from './implementations/index.ts'
import type { Measurement } from './measurement.ts'
import type { Suite, SuiteSeries } from './suites/suite.ts'

/** How long a peer may take for a point, from starting the program or from the point before. */
const POINT_SECONDS = 20
/** The same for crossmem, which rehearses before its first point. */
const OWN_POINT_SECONDS = 120
/** A peer that takes longer for a turn has no second one. */
const TURN_SECONDS = 20

export interface SuiteOptions {
  suite: Suite
  ranks: readonly number[]
  sizes: readonly number[]
  memory: readonly ('arena' | 'ordinary')[]
  /** Names in `peers`. */
  peers: readonly string[]
  rounds: number
}

/**
 * Measures crossmem and the peers in turns, with each number of ranks. Who is missing, fails or takes too long among the peers is
 * told on the standard error and left out.
 * @throws CrossmemError ERR_BENCH_PROGRAM when crossmem itself fails, or takes too long
 */
export async function runSuite(options: SuiteOptions, signal: AbortSignal): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-bench-'))
  try {
    const own = new Set<Taker>()
    const takers: Taker[] = []
    for (const ranks of options.ranks) {
      for (const taker of ownTakers(options, ranks)) {
        own.add(taker)
        takers.push(taker)
      }
      takers.push(...(await preparePeers(options, ranks, folder)))
    }
    const given = await measure(options, takers, own, signal)
    const series = takers.map(
      (taker): SuiteSeries => ({
        implementation: taker.implementation,
        own: own.has(taker),
        ranks: taker.ranks,
        results: results({ name: options.suite.name, ranks: taker.ranks }, taker.implementation, given.get(taker)!),
      }),
    )
    return summarize(options, series)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function jobOf({ suite }: SuiteOptions, ranks: number) {
  return { name: suite.program, ranks, mayCrowd: true }
}

function ownTakers(options: SuiteOptions, ranks: number): Taker[] {
  const points = options.suite.points(ranks, options.sizes)
  const ways = options.suite.ways(jobOf(options, ranks), options.memory)
  return ways.map((way) => new Taker(way, ranks, points))
}

async function preparePeers(options: SuiteOptions, ranks: number, folder: string): Promise<Taker[]> {
  const prepared: Taker[] = []
  const points = options.suite.points(ranks, options.sizes)
  for (const name of options.peers) {
    const peer = await peers[name]({ job: jobOf(options, ranks), processors: assignProcessors(ranks), folder })
    if ('missing' in peer) tell(`${name}, ${ranks} ranks, is left out: ${peer.missing}`)
    else prepared.push(new Taker(peer, ranks, points))
  }
  return prepared
}

async function measure(
  { suite, rounds }: SuiteOptions,
  takers: readonly Taker[],
  own: ReadonlySet<Taker>,
  signal: AbortSignal,
): Promise<Map<Taker, Figure[][]>> {
  const said = new Set<string>()
  const slow = new Set<Taker>()
  const given = await takeTurns(takers, rounds, async (taker, round) => {
    const { implementation, ranks } = taker
    const name = `${implementation.label}, ${ranks} ranks,`
    if (slow.has(taker)) return []
    const crowding = ranks / processors().length
    const limit = own.has(taker) ? OWN_POINT_SECONDS : POINT_SECONDS
    const run = async (points: readonly Point[]) => {
      const durations = durationsForPoints(points.length, crowding)
      const task = pointsArguments({ points, ...durations, calls: mostCalls(crowding > 1) })
      const outcome = await runPoints(implementation.command([...task, ...suite.more]), points, limit, signal)
      if (outcome.said !== '') said.add(`${name} said: ${outcome.said}`)
      return outcome
    }
    const gaveUp = ({ benchmark, bytes }: Point): void => {
      const where = `took over ${limit} s at ${benchmark} of ${formatSize(bytes)}`
      if (own.has(taker)) throw new CrossmemError('ERR_BENCH_PROGRAM', `${name} ${where}`)
      tell(`${name} ${where} and was ended: it is skipped there, and at greater lengths`)
    }
    showProgress(`round ${round + 1} of ${rounds}: ${name}`)
    const begun = performance.now()
    try {
      const figures = await taker.turn(run, gaveUp)
      const seconds = (performance.now() - begun) / 1000
      if (seconds > TURN_SECONDS && rounds > 1 && !own.has(taker)) {
        slow.add(taker)
        tell(`${name} took ${Math.round(seconds)} s for its turn: its figures are those of the first round`)
      }
      return figures
    } catch (error) {
      if (signal.aborted || own.has(taker)) throw error
      tell(`${name} is left out: ${onOneLine((error as Error).message)}`)
      return null
    }
  })
  showProgress('')
  for (const line of said) tell(line)
  return given
}

function summarize({ suite, rounds }: SuiteOptions, series: readonly SuiteSeries[]): Measurement {
  const measured = series.filter(({ results }) => results.length > 0)
  return {
    title: suite.title,
    over: suite.over,
    leading: suite.leading,
    series: measured.map(({ implementation, own, results }) => ({ label: implementation.label, own, results })),
    tables: suite.render(rounds, measured),
    notes: notesOf(
      suite.notes,
      measured.map(({ implementation }) => implementation.version),
    ),
  }
}
