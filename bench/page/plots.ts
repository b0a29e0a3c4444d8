import type { Result } from '../harness/result.ts'
import { formatSize } from '../harness/sizes.ts'
import type { MeasuredSeries, Measurement } from '../measurement.ts'

/** A curve: one implementation's figures. */
export interface Line {
  label: string
  /** Its place among all labels of the page, by which it is drawn. */
  style: number
  /** From left to right. */
  points: readonly LinePoint[]
}

export interface LinePoint {
  x: number
  y: number
  low: number
  high: number
}

export interface Plot {
  title: string
  over: Measurement['over']
  leading: 'microseconds' | 'megabytesPerSecond'
  lines: readonly Line[]
}

/** All labels of a measurement in the order of their first appearance, crossmem's first. */
export function labelsOf({ series }: Measurement): string[] {
  const sorted = [...series].sort((a, b) => Number(b.own) - Number(a.own))
  return [...new Set(sorted.map(({ label }) => label))]
}

/** Over lengths: one for each benchmark, number of ranks and memory; over ranks: one for each benchmark and length. */
export function plotsOf(measurement: Measurement): Plot[] {
  return measurement.over === 'ranks' ? plotsOverRanks(measurement) : plotsOverBytes(measurement)
}

function plotsOverBytes(measurement: Measurement): Plot[] {
  const own = resultsOf(measurement.series.filter((one) => one.own))
  const labels = labelsOf(measurement)
  return distinct(own, ({ benchmark, ranks, memory }) => ({ benchmark, ranks, memory })).map((group) => {
    const { benchmark, ranks, memory } = group
    const inPlot = (series: MeasuredSeries, result: Result) =>
      result.benchmark === benchmark && result.ranks === ranks && (!series.own || result.memory === memory)
    const title = `${benchmark}, ${ranks} ranks, ${memory} memory`
    return plot(measurement, title, measurement.leading(0), labels, inPlot)
  })
}

function plotsOverRanks(measurement: Measurement): Plot[] {
  const labels = labelsOf(measurement)
  return distinct(resultsOf(measurement.series), ({ benchmark, bytes }) => ({ benchmark, bytes })).map((group) => {
    const { benchmark, bytes } = group
    const inPlot = (_series: MeasuredSeries, result: Result) => result.benchmark === benchmark && result.bytes === bytes
    const title = bytes === 0 ? benchmark : `${benchmark}, ${formatSize(bytes)} B`
    return plot(measurement, title, measurement.leading(bytes), labels, inPlot)
  })
}

function plot(
  { over, series }: Measurement,
  title: string,
  leading: Plot['leading'],
  labels: readonly string[],
  inPlot: (series: MeasuredSeries, result: Result) => boolean,
): Plot {
  const lines = labels.map((label, style) => {
    const mine = series.filter((one) => one.label === label)
    const points = mine.flatMap((one) => one.results.filter((result) => inPlot(one, result)))
    return { label, style, points: points.map((result) => pointOf(result, over, leading)).sort((a, b) => a.x - b.x) }
  })
  return { title, over, leading, lines: lines.filter(({ points }) => points.length > 0) }
}

function pointOf(
  { bytes, ranks, microseconds, megabytesPerSecond }: Result,
  over: Plot['over'],
  leading: Plot['leading'],
) {
  const x = over === 'bytes' ? bytes : ranks
  const { median, min, max } = microseconds
  return leading === 'microseconds'
    ? { x, y: median, low: min, high: max }
    : { x, y: megabytesPerSecond, low: bytes / max, high: bytes / min }
}

function resultsOf(series: readonly MeasuredSeries[]): Result[] {
  return series.flatMap(({ results }) => results)
}

/** Each different key once, in the order of their first appearance. */
function distinct<Key>(results: readonly Result[], keyOf: (result: Result) => Key): Key[] {
  return [...new Map(results.map((result) => [JSON.stringify(keyOf(result)), keyOf(result)])).values()]
}
