import type { Result } from '../harness/result.ts'
import { formatSize } from '../harness/sizes.ts'
import { formatNumber } from '../harness/table.ts'
import type { Measurement } from '../measurement.ts'
import { escapeText } from './escape.ts'
import { labelsOf } from './plots.ts'

/** A table of all figures: a line for each benchmark, number of ranks and length, a column for each implementation. */
export function figuresTable(measurement: Measurement): string {
  const labels = labelsOf(measurement)
  const lines = new Map<string, Map<string, Result>>()
  for (const { label, results } of measurement.series) {
    for (const result of results) {
      const point = JSON.stringify([result.benchmark, result.ranks, result.bytes])
      if (!lines.has(point)) lines.set(point, new Map())
      lines.get(point)!.set(label, result)
    }
  }
  const header = ['benchmark', 'ranks', 'bytes', ...labels].map((title) => `<th scope="col">${escapeText(title)}</th>`)
  const rows = [...lines.values()].map((line) => row(measurement, labels, line))
  return `<table><thead><tr>${header.join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`
}

function row(measurement: Measurement, labels: readonly string[], line: ReadonlyMap<string, Result>): string {
  const [{ benchmark, ranks, bytes }] = line.values()
  const best = Math.min(...[...line.values()].map(({ microseconds }) => microseconds.median))
  const cells = labels.map((label) => {
    const result = line.get(label)
    return result === undefined ? '<td></td>' : cell(measurement, result, line.size > 1 && best)
  })
  return `<tr><td>${escapeText(benchmark)}</td><td>${ranks}</td><td>${formatSize(bytes)}</td>${cells.join('')}</tr>`
}

function cell(
  measurement: Measurement,
  { bytes, microseconds, megabytesPerSecond }: Result,
  best: number | false,
): string {
  const { median, min, max } = microseconds
  const rate = measurement.leading(bytes) === 'megabytesPerSecond'
  const [middle, least, most] = (rate ? [megabytesPerSecond, bytes / max, bytes / min] : [median, min, max]).map(
    formatNumber,
  )
  const unit = rate ? ' MB/s' : ''
  return `<td${median === best ? ' class="best"' : ''}>${middle}${unit} <small>${least}–${most}</small></td>`
}
