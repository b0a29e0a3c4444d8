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
  /** One message, one way, or one call; median, least and most over the rounds. */
  microseconds: Summary
  /** 10^6 bytes a second, of the median. */
  megabytesPerSecond: number
}

/** What one implementation's rounds come to: a result for each benchmark and size of which there are figures. */
export function results(
  job: { name: string; ranks: number },
  implementation: Implementation,
  rounds: readonly Figure[][],
): Result[] {
  const groups = new Map<string, Figure[]>()
  for (const figure of rounds.flat()) {
    const point = `${figure.benchmark ?? job.name} ${figure.bytes}`
    groups.set(point, [...(groups.get(point) ?? []), figure])
  }
  return [...groups.values()].map((figures) => {
    const [{ benchmark = job.name, bytes }] = figures
    const microseconds = summarize(figures.map((figure) => figure.microseconds))
    return {
      benchmark,
      implementation: implementation.name,
      ranks: job.ranks,
      bytes,
      memory: implementation.memory,
      protocol: [...new Set(figures.map((figure) => figure.protocol ?? implementation.protocol))].join('+'),
      microseconds,
      megabytesPerSecond: bytes / microseconds.median,
    }
  })
}
