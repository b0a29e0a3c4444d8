import assert from 'node:assert/strict'
import { test } from 'node:test'
import { results } from '../../../bench/harness/result.ts'
import type { MeasuredSeries, Measurement } from '../../../bench/measurement.ts'
import { renderPage } from '../../../bench/page/page.ts'
import { labelsOf, plotsOf } from '../../../bench/page/plots.ts'

function series(label: string, memory: 'arena' | 'ordinary', ranks: number, own: boolean): MeasuredSeries {
  const implementation = { name: label, label, memory, protocol: 'any', version: '1', command: () => [] } as const
  const figures = [1024, 8].map((bytes) => ({ benchmark: 'bcast', bytes, microseconds: bytes / 10 }))
  return { label, own, results: results({ name: 'bcast', ranks }, implementation, [figures, figures]) }
}

const MEASUREMENT: Measurement = {
  title: 'bcast <&>',
  over: 'bytes',
  leading: (bytes) => (bytes > 100 ? 'megabytesPerSecond' : 'microseconds'),
  series: [2, 4].flatMap((ranks) => [
    series('mpich <4>', 'ordinary', ranks, false),
    series('crossmem, arena', 'arena', ranks, true),
    series('crossmem, ordinary', 'ordinary', ranks, true),
  ]),
  tables: '',
  notes: ['a note with <b> & "quotes"'],
}

test('plotsOf() makes a plot for each benchmark, number of ranks and memory, with peers in each', () => {
  const plots = plotsOf(MEASUREMENT)
  assert.deepEqual(
    plots.map(({ title, lines }) => [title, ...lines.map(({ label }) => label)]),
    [2, 4].flatMap((ranks) => [
      [`bcast, ${ranks} ranks, arena memory`, 'crossmem, arena', 'mpich <4>'],
      [`bcast, ${ranks} ranks, ordinary memory`, 'crossmem, ordinary', 'mpich <4>'],
    ]),
  )
  assert.deepEqual(plots[0].lines[0].points[0], { x: 8, y: 0.8, low: 0.8, high: 0.8 })
  assert.equal(plots[0].lines[0].points[1].x, 1024)
})

test('plotsOf() makes a plot for each benchmark and length when ranks are what matters', () => {
  const plots = plotsOf({ ...MEASUREMENT, over: 'ranks' })
  assert.deepEqual(
    plots.map(({ title, leading }) => `${title}: ${leading}`),
    ['bcast, 1K B: megabytesPerSecond', 'bcast, 8 B: microseconds'],
  )
  for (const { lines } of plots) {
    assert.equal(lines.length, 3)
    for (const { points } of lines) {
      assert.deepEqual(
        points.map(({ x }) => x),
        [2, 4],
      )
    }
  }
})

test('a label is drawn in the same way in every plot, and no two labels alike', () => {
  const labels = labelsOf(MEASUREMENT)
  assert.deepEqual(labels, ['crossmem, arena', 'crossmem, ordinary', 'mpich <4>'])
  for (const { lines } of plotsOf(MEASUREMENT)) {
    for (const { label, style } of lines) assert.equal(label, labels[style])
  }
})

test('renderPage() needs nothing besides itself, and escapes what it shows', () => {
  const page = renderPage(MEASUREMENT)
  assert.match(page, /^<!doctype html>/)
  assert.doesNotMatch(page, /<script|<link|<img|src=|href=|url\(|@import|https?:/)
  assert.match(page, /bcast &lt;&amp;&gt;/)
  assert.doesNotMatch(page, /mpich <4>/)
  assert.match(page, /a note with &lt;b&gt; &amp; &quot;quotes&quot;/)
})

test('renderPage() has plots with named axes and lines, a table of all figures, and styles for dark screens and paper', () => {
  const page = renderPage(MEASUREMENT)
  assert.equal(page.match(/<figure>/g)?.length, 4)
  assert.match(page, />bytes<\/text>/)
  assert.match(page, />µs<\/text>/)
  assert.equal(page.match(/<tr>/g)?.length, 1 + 4)
  assert.match(page, /prefers-color-scheme: dark/)
  assert.match(page, /@media print/)
})

test('lines differ without their colours, too', () => {
  const page = renderPage(MEASUREMENT)
  const [figure] = page.match(/<figure>.*?<\/figure>/s)!
  const drawn = [...figure.matchAll(/<path class="line" d="[^"]*"( stroke-dasharray="[^"]*")?\/>/g)]
  assert.ok(new Set(drawn.map(([, dashes]) => dashes)).size >= 2)
  assert.match(figure, /<circle/)
  assert.match(figure, /<polygon/)
})

test('renderPage() puts no number into a plot that is none', () => {
  const once = { ...MEASUREMENT, series: MEASUREMENT.series.slice(1, 2) }
  for (const measurement of [MEASUREMENT, once, { ...once, over: 'ranks' as const }, { ...MEASUREMENT, series: [] }]) {
    assert.doesNotMatch(renderPage(measurement), /NaN|Infinity|undefined/)
  }
})
