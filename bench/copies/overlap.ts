import { describeMachine } from '../harness/machine.ts'
import { type Summary, summarize } from '../harness/statistics.ts'
import { formatNumber, renderTable } from '../harness/table.ts'
import type { CopyBenchOptions } from './options.ts'
import { OWNED_BYTES } from './owned.ts'
import { runProgram, startOwner } from './start.ts'

/** What a program says of one engine. */
export interface OverlapFigure {
  engine: string
  /** Of the loop's speed, from 0 to 1. */
  share: number
  /** What handing the copy over took, in microseconds. */
  handover: number
  /** What the copy took. */
  milliseconds: number
}

/** A line of `--json`. */
interface Result {
  benchmark: 'overlap'
  engine: string
  bytes: number
  share: Summary
  handoverMicroseconds: Summary
  milliseconds: Summary
}

/**
 * Measures, for each engine, how much of a computing loop's speed remains while it copies.
 * @throws CrossmemError ERR_BENCH_PROGRAM
 */
export async function benchOverlap({ rounds, json }: CopyBenchOptions, signal: AbortSignal): Promise<void> {
  const { owned, owner } = await startOwner()
  const figures: OverlapFigure[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      figures.push(...(await runProgram<OverlapFigure>('overlap', owned, signal)))
    }
  } finally {
    await owner.end()
  }
  const results = [...new Set(figures.map(({ engine }) => engine))].map((engine): Result => {
    const own = figures.filter((figure) => figure.engine === engine)
    return {
      benchmark: 'overlap',
      engine,
      bytes: OWNED_BYTES,
      share: summarize(own.map(({ share }) => share)),
      handoverMicroseconds: summarize(own.map(({ handover }) => handover)),
      milliseconds: summarize(own.map(({ milliseconds }) => milliseconds)),
    }
  })
  process.stdout.write(json ? results.map((result) => `${JSON.stringify(result)}\n`).join('') : report(results, rounds))
}

function report(results: readonly Result[], rounds: number): string {
  const header = ['engine', 'speed left', 'least', 'most', 'hand-over µs', 'copy ms']
  const rows = results.map(({ engine, share, handoverMicroseconds, milliseconds }) => [
    engine,
    ...[share.median, share.min, share.max].map((part) => `${(part * 100).toFixed(1)} %`),
    formatNumber(handoverMicroseconds.median),
    formatNumber(milliseconds.median),
  ])
  const notes = [
    'A loop computes in registers, a millisecond at a time, and lets the event loop turn in between, while 256 MiB come from',
    '  another process, which is idle. Speed left: what the loop gets done meanwhile, by what it gets done alone, just before.',
    'Hand-over: how long copy() itself takes. A figure is the median of 7 copies, then of the rounds.',
    `Machine: ${describeMachine()}.`,
  ]
  const title = `computing while 256 MiB are copied; median, least and most of ${rounds} rounds`
  const lines = notes.map((note) => (note.startsWith(' ') ? note : `- ${note}`))
  return `${title}\n\n${renderTable(header, rows)}\n\n${lines.join('\n')}\n`
}
