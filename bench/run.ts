import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assignProcessors } from '../src/launch/binding.ts'
import type { Benchmark } from './benchmarks/benchmark.ts'
import { execute } from './harness/execute.ts'
import { noteMappings } from './harness/mappings.ts'
import { renderNotes } from './harness/notes.ts'
import { durationsFor } from './harness/phases.ts'
import { renderReport, type Series } from './harness/report.ts'
import { results } from './harness/result.ts'
import { taskArguments } from './harness/task.ts'
import { takeTurns } from './harness/turns.ts'
import { crossmem, type Way } from './implementations/crossmem.ts'
import type { Implementation } from './implementations/implementation.ts'
import { peers } from './implementations/index.ts'

export interface BenchOptions {
  benchmark: Benchmark
  sizes: readonly number[]
  memory: readonly ('arena' | 'ordinary')[]
  /** Each is taken in turn; null: crossmem chooses. */
  protocols: readonly (Way | null)[]
  /** Names in `peers`. */
  peers: readonly string[]
  rounds: number
  json: boolean
}

/**
 * Measures crossmem and the peers in turns, and prints what came out. Who is missing or fails among the peers is told on the
 * standard error and left out.
 * @throws CrossmemError ERR_BENCH_PROGRAM when crossmem itself fails
 */
export async function runBenchmark(options: BenchOptions, signal: AbortSignal): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-bench-'))
  try {
    const own = ownWays(options)
    const others = await preparePeers(options, folder)
    const series = await measure(options, own, others, signal)
    if (options.json) printJson(series)
    else {
      const inArena = own.find(({ memory }) => memory === 'arena')
      const mappings = inArena === undefined ? [] : [await noteMappings(inArena, folder, signal)]
      printTables(options, series, new Set(own), mappings)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function ownWays({ benchmark, memory: memories, protocols }: BenchOptions): Implementation[] {
  const ways: Implementation[] = []
  for (const memory of memories) {
    for (const protocol of protocols) {
      const way = crossmem(benchmark, memory, protocol)
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
    const peer = await peers[name]({ benchmark, processors: assignProcessors(benchmark.ranks), folder })
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
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kround ${round + 1} of ${rounds}: ${implementation.label}`)
    try {
      const outcome = await execute(implementation.command(task), sizes, signal)
      if (outcome.said !== '') said.add(`${implementation.label} said: ${outcome.said}`)
      return outcome.figures
    } catch (error) {
      if (signal.aborted || own.includes(implementation)) throw error
      tell(`${implementation.label} is left out: ${(error as Error).message.replaceAll('\n', ' / ')}`)
      return null
    }
  })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  for (const line of said) tell(line)
  return [...given]
    .filter(([, figures]) => figures.length > 0)
    .map(([implementation, figures]) => ({ implementation, results: results(benchmark, implementation, figures) }))
}

function printJson(series: readonly Series[]): void {
  for (const { results } of series) for (const result of results) process.stdout.write(`${JSON.stringify(result)}\n`)
}

function printTables(
  options: BenchOptions,
  series: readonly Series[],
  own: ReadonlySet<Implementation>,
  remarks: readonly string[],
): void {
  const mine = series.filter(({ implementation }) => own.has(implementation))
  const others = series.filter(({ implementation }) => !own.has(implementation))
  const versions = [...new Set(series.map(({ implementation }) => implementation.version))]
  process.stdout.write(`${renderReport(options.benchmark, options.rounds, mine, others)}\n\n`)
  process.stdout.write(`${renderNotes(options.benchmark, versions, remarks)}\n`)
}

function tell(message: string): void {
  process.stderr.write(`crossmem bench: ${message}\n`)
}
