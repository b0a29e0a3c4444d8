import { formatNumber, renderTable } from '../harness/table.ts'
import { LONG_BYTES, RING_SIZES, RINGS } from './rings.ts'
import { at, type SuiteSeries } from './suite.ts'

const TITLES = {
  'natural-ring': 'naturally ordered ring',
  'random-rings': 'randomly ordered rings',
  'ring-pingpong': 'ping-pong',
}

/** A table for each pattern and length: numbers of ranks in its lines, ways in its columns. */
export function renderRings(rounds: number, series: readonly SuiteSeries[]): string {
  const sizes = [...new Set(series.flatMap(({ results }) => results.map(({ bytes }) => bytes)))]
  const labels = [...new Set(series.map(({ implementation }) => implementation.label))]
  const ranks = [...new Set(series.map((one) => one.ranks))]
  const known = [
    ...RING_SIZES.filter((bytes) => sizes.includes(bytes)),
    ...sizes.filter((bytes) => !RING_SIZES.includes(bytes)),
  ]
  const tables = known.toReversed().flatMap((bytes) =>
    RINGS.map((benchmark) => {
      const rows = ranks.map((count) => [
        String(count),
        ...labels.map((label) => {
          const one = series.find((candidate) => candidate.ranks === count && candidate.implementation.label === label)
          const result = one && at(one, { benchmark, bytes })
          if (result === undefined) return 'skipped'
          return formatNumber(bytes >= LONG_BYTES ? result.megabytesPerSecond : result.microseconds.median)
        }),
      ])
      const unit = bytes >= LONG_BYTES ? 'MB/s of a rank' : 'µs'
      return `${TITLES[benchmark]}, ${bytes} B, ${unit}; median of ${rounds} rounds\n\n${renderTable(['ranks', ...labels], rows)}`
    }),
  )
  return tables.join('\n\n')
}
