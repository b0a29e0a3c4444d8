import type { Benchmark } from '../benchmarks/benchmark.ts'
import type { Implementation } from '../implementations/implementation.ts'
import type { Figure } from './figure.ts'
import { type Summary, summarize } from './statistics.ts'

/** One line of `--json`. These names are the same for every benchmark. */
export interface Result {
  benchmark: string
  implementation: string
  ranks: number
  bytes: number
  memory: 'arena' | 'ordinary'
  protocol: string
  /** One message, one way; median, least and most over the rounds. */
  microseconds: Summary
  /** 10^6 bytes a second, of the median. */
  megabytesPerSecond: number
}

/** What one implementation's rounds come to, a result for each size. */
export function results(benchmark: Benchmark, implementation: Implementation, rounds: readonly Figure[][]): Result[] {
  return rounds[0].map(({ bytes }) => {
    const figures = rounds.flat().filter((figure) => figure.bytes === bytes)
    const microseconds = summarize(figures.map((figure) => figure.microseconds))
    return {
      benchmark: benchmark.name,
      implementation: implementation.name,
      ranks: benchmark.ranks,
      bytes,
      memory: implementation.memory,
      protocol: [...new Set(figures.map((figure) => figure.protocol ?? implementation.protocol))].join('+'),
      microseconds,
      megabytesPerSecond: bytes / microseconds.median,
    }
  })
}
