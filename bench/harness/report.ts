import type { Benchmark } from '../benchmarks/benchmark.ts'
import type { Implementation } from '../implementations/implementation.ts'
import type { Result } from './result.ts'
import { formatSize } from './sizes.ts'
import { formatNumber, renderTable } from './table.ts'

/** One implementation's results, a size each. */
export interface Series {
  implementation: Implementation
  results: Result[]
}

const UNITS = { microseconds: 'µs', megabytesPerSecond: 'MB/s' }

/** A table for each way of crossmem, with everybody else's figures beside. */
export function renderReport(
  benchmark: Benchmark,
  rounds: number,
  own: readonly Series[],
  others: readonly Series[],
): string {
  const compared = others.length === 0 ? [] : [`ratio: crossmem's time by the other's; below 1, crossmem is faster`]
  return own
    .map((series) => [heading(benchmark, rounds, series), ...compared, '', table(benchmark, series, others)].join('\n'))
    .join('\n\n')
}

function heading({ title, ranks }: Benchmark, rounds: number, { implementation }: Series): string {
  return `${title}: ${implementation.label}, ${ranks} ranks; µs: median, least and most of ${rounds} rounds`
}

function table({ leading }: Benchmark, series: Series, others: readonly Series[]): string {
  const header = ['bytes', 'protocol', 'µs', 'least', 'most', 'MB/s']
  for (const { implementation } of others) header.push(`${implementation.label} ${UNITS[leading]}`, 'ratio')
  const rows = series.results.map((result, index) => {
    const { median, min, max } = result.microseconds
    const row = [formatSize(result.bytes), result.protocol, ...[median, min, max].map(formatNumber)]
    row.push(formatNumber(result.megabytesPerSecond))
    for (const { results } of others) row.push(...beside(result, results[index], leading))
    return row
  })
  return renderTable(header, rows)
}

function beside(own: Result, other: Result, leading: Benchmark['leading']): string[] {
  const figure = leading === 'microseconds' ? other.microseconds.median : other.megabytesPerSecond
  return [formatNumber(figure), formatNumber(own.microseconds.median / other.microseconds.median)]
}
