import type { Result } from '../harness/result.ts'
import { formatSize } from '../harness/sizes.ts'
import { geometricMean } from '../harness/statistics.ts'
import { formatNumber, renderTable } from '../harness/table.ts'
import { at, type SuiteSeries } from './suite.ts'

/** A point at which crossmem and a peer were measured. */
interface Compared {
  result: Result
  /** crossmem's time by that of the faster peer. */
  ratio: number
}

/** A table for each of crossmem's ways and number of ranks, and what all come to. */
export function renderCollectives(title: string, rounds: number, series: readonly SuiteSeries[]): string {
  const own = series.filter((one) => one.own)
  const peersOf = (ranks: number) => series.filter((one) => !one.own && one.ranks === ranks)
  const tables = own.map((one) => {
    const { label } = one.implementation
    const heading = `${title}: ${label}, ${one.ranks} ranks; µs of a call: median, least and most of ${rounds} rounds`
    return `${heading}\n\n${table(one, peersOf(one.ranks))}`
  })
  return [...tables, ...summary(own, peersOf)].join('\n\n')
}

function table(series: SuiteSeries, peers: readonly SuiteSeries[]): string {
  const header = ['benchmark', 'bytes', 'µs', 'least', 'most', 'MB/s']
  for (const { implementation } of peers) header.push(`${implementation.label} µs`, 'ratio')
  const rows = series.results.map((result) => {
    const { median, min, max } = result.microseconds
    const row = [result.benchmark, formatSize(result.bytes), ...[median, min, max].map(formatNumber)]
    row.push(result.bytes === 0 ? '' : formatNumber(result.megabytesPerSecond))
    for (const peer of peers) {
      const other = at(peer, result)?.microseconds.median
      row.push(...(other === undefined ? ['skipped', ''] : [formatNumber(other), formatNumber(median / other)]))
    }
    return row
  })
  return renderTable(header, rows)
}

/** How crossmem compares with whoever is the faster peer at each point, a line for each way; nothing where there are no peers. */
function summary(own: readonly SuiteSeries[], peersOf: (ranks: number) => readonly SuiteSeries[]): string[] {
  const ways = groupByLabel(own)
  const rows: string[][] = []
  for (const [label, series] of ways) {
    const points = series.flatMap((one) => compare(one, peersOf(one.ranks)))
    if (points.length === 0) continue
    rows.push(summaryRow(label, 'all', points))
    for (const { ranks } of series) {
      const some = points.filter((point) => point.result.ranks === ranks)
      if (series.length > 1 && some.length > 0) rows.push(summaryRow('', `${ranks} ranks`, some))
    }
    const benchmarks = [...new Set(points.map(({ result }) => result.benchmark))]
    for (const benchmark of benchmarks) {
      const some = points.filter(({ result }) => result.benchmark === benchmark)
      if (benchmarks.length > 1) rows.push(summaryRow('', benchmark, some))
    }
  }
  if (rows.length === 0) return []
  const header = ['', 'of', 'points', 'geometric mean', 'worst', 'at', 'above 1.5']
  return [
    `crossmem's time by that of the faster peer at each point; below 1, crossmem is faster\n\n${renderTable(header, rows)}`,
  ]
}

function summaryRow(label: string, of: string, points: readonly Compared[]): string[] {
  const worst = points.reduce((a, b) => (b.ratio > a.ratio ? b : a))
  const where = `${worst.result.benchmark} ${formatSize(worst.result.bytes)}, ${worst.result.ranks} ranks`
  const mean = formatNumber(geometricMean(points.map(({ ratio }) => ratio)))
  const above = points.filter(({ ratio }) => ratio > 1.5).length
  return [label, of, String(points.length), mean, formatNumber(worst.ratio), where, String(above)]
}

function groupByLabel(series: readonly SuiteSeries[]): Map<string, SuiteSeries[]> {
  const groups = new Map<string, SuiteSeries[]>()
  for (const one of series) {
    const { label } = one.implementation
    groups.set(label, [...(groups.get(label) ?? []), one])
  }
  return groups
}

function compare(own: SuiteSeries, peers: readonly SuiteSeries[]): Compared[] {
  return own.results.flatMap((result) => {
    const times = peers.flatMap((peer) => at(peer, result)?.microseconds.median ?? [])
    if (times.length === 0) return []
    return [{ result, ratio: result.microseconds.median / Math.min(...times) }]
  })
}
