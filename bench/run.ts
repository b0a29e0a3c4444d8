import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assignProcessors } from '../src/launch/binding.ts'
import type { Benchmark } from './benchmarks/benchmark.ts'
import { execute } from './harness/execute.ts'
import { noteMappings } from './harness/mappings.ts'
import { EXCHANGE_NOTES, notesOf } from './harness/notes.ts'
import { durationsFor } from './harness/phases.ts'
import { renderReport, type Series } from './harness/report.ts'
import { results } from './harness/result.ts'
import { taskArguments } from './harness/task.ts'
import { onOneLine, showProgress, tell } from './harness/tell.ts'
import { takeTurns } from './harness/turns.ts'
import { crossmem, type Way } from './implementations/crossmem.ts'
import type { Implementation } from './implementations/implementation.ts'
import { peers } from './implementations/index.ts'
import type { Measurement } from './measurement.ts'

export interface BenchOptions {
  benchmark: Benchmark
  sizes: readonly number[]
  memory: readonly ('arena' | 'ordinary')[]
  /** Each is taken in turn; null: crossmem chooses. */
  protocols: readonly (Way | null)[]
  /** Names in `peers`. */
  peers: readonly string[]
  rounds: number
  /** Whether notes are wanted, for which calls are counted. */
  notes: boolean
}

/**
 * Measures crossmem and the peers in turns. Who is missing or fails among the peers is told on the
 * standard error and left out.
 * @throws CrossmemError ERR_BENCH_PROGRAM when crossmem itself fails
 */
export async function runBenchmark(options: BenchOptions, signal: AbortSignal): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-bench-'))
  try {
    const own = ownWays(options)
    const others = await preparePeers(options, folder)
    const series = await measure(options, own, others, signal)
    const inArena = own.find(({ memory }) => memory === 'arena')
    const mappings = inArena === undefined || !options.notes ? [] : [await noteMappings(inArena, folder, signal)]
    return summarize(options, series, new Set(own), mappings)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function jobOf({ name, ranks }: Benchmark) {
  return { name, ranks, mayCrowd: false }
}

function ownWays({ benchmark, memory: memories, protocols }: BenchOptions): Implementation[] {
  const ways: Implementation[] = []
  for (const memory of memories) {
    for (const protocol of protocols) {
      const way = crossmem(jobOf(benchmark), memory, protocol)
      if (memory === 'ordinary' && (protocol === 'mapped' || protocol === 'borrowed'))
        tell(`${way.label} is left out: only arena memory can be ${protocol}`)
      else if (protocol === 'borrowed' && !benchmark.borrows)
        tell(`${way.label} is left out: ${benchmark.name} receives into buffers`)
      else ways.push(way)
    }
  }
  return ways
}

async function preparePeers({ benchmark, peers: names }: BenchOptions, folder: string): Promise<Implementation[]> {
  const prepared: Implementation[] = []
  for (const name of names) {
    const peer = await peers[name]({ job: jobOf(benchmark), processors: assignProcessors(benchmark.ranks), folder })
    if ('missing' in peer) tell(`${name} is left out: ${peer.missing}`)
    else prepared.push(peer)
  }
  return prepared
}

async function measure(
  { benchmark, sizes, rounds }: BenchOptions,
  own: readonly Implementation[],
  others: readonly Implementation[],
  signal: AbortSignal,
): Promise<Series[]> {
  const task = taskArguments({ sizes, ...durationsFor(sizes.length) })
  const said = new Set<string>()
  const given = await takeTurns([...own, ...others], rounds, async (implementation, round) => {
    showProgress(`round ${round + 1} of ${rounds}: ${implementation.label}`)
    try {
      const outcome = await execute(implementation.command(task), sizes, signal)
      if (outcome.said !== '') said.add(`${implementation.label} said: ${outcome.said}`)
      return outcome.figures
    } catch (error) {
      if (signal.aborted || own.includes(implementation)) throw error
      tell(`${implementation.label} is left out: ${onOneLine((error as Error).message)}`)
      return null
    }
  })
  showProgress('')
  for (const line of said) tell(line)
  return [...given]
    .filter(([, figures]) => figures.length > 0)
    .map(([implementation, figures]) => ({ implementation, results: results(benchmark, implementation, figures) }))
}

function summarize(
  { benchmark, rounds }: BenchOptions,
  series: readonly Series[],
  own: ReadonlySet<Implementation>,
  remarks: readonly string[],
): Measurement {
  const mine = series.filter(({ implementation }) => own.has(implementation))
  const others = series.filter(({ implementation }) => !own.has(implementation))
  const versions = series.map(({ implementation }) => implementation.version)
  return {
    title: benchmark.title,
    over: 'bytes',
    leading: () => benchmark.leading,
    series: series.map(({ implementation, results }) => ({
      label: implementation.label,
      own: own.has(implementation),
      results,
    })),
    tables: renderReport(benchmark, rounds, mine, others),
    notes: notesOf([...benchmark.notes, ...EXCHANGE_NOTES, ...remarks], versions),
  }
}
