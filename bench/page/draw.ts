import { formatSize } from '../harness/sizes.ts'
import { formatNumber } from '../harness/table.ts'
import { type Axis, axisOfBytes, axisOfCounts, axisOfValues } from './axis.ts'
import { escapeText } from './escape.ts'
import { classOf, dash, mark } from './mark.ts'
import type { Line, LinePoint, Plot } from './plots.ts'

const WIDTH = 520
const HEIGHT = 340
const LEFT = 62
const RIGHT = 14
const TOP = 10
const BOTTOM = 46
/** Between the frame and the first and last points. */
const INSET = 12
/** What is narrower than this looks like a point. */
const LEAST_WHISKER = 4

const AXES = {
  bytes: 'bytes',
  ranks: 'ranks',
  microseconds: 'µs',
  megabytesPerSecond: 'MB/s',
}

/** A plot with its title and the meaning of its lines. */
export function drawFigure(plot: Plot): string {
  const keys = plot.lines.map(({ label, style }) => `<li>${key(style)}${escapeText(label)}</li>`)
  const title = escapeText(plot.title)
  return `<figure>
<figcaption>${title}</figcaption>
<ul class="keys">${keys.join('')}</ul>
${draw(plot, title)}
</figure>`
}

function key(style: number): string {
  return `<svg class="key" width="34" height="12" viewBox="0 0 34 12" aria-hidden="true"><g class="${classOf(style)}">${path(
    'M0 6H34',
    style,
  )}${mark(style, 17, 6)}</g></svg>`
}

function draw({ over, leading, lines }: Plot, title: string): string {
  const points = lines.flatMap((line) => line.points)
  const xs = points.map(({ x }) => x)
  const across = over === 'bytes' ? axisOfBytes(xs, formatSize) : axisOfCounts(xs)
  const up = axisOfValues(points.flatMap(({ low, high }) => [low, high]))
  const x = (value: number) => round(LEFT + INSET + across.place(value) * (WIDTH - LEFT - RIGHT - 2 * INSET))
  const y = (value: number) => round(HEIGHT - BOTTOM - up.place(value) * (HEIGHT - TOP - BOTTOM))
  const unit = AXES[leading]
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
<g class="grid">${grid(across, up, x, y)}</g>
<rect class="frame" x="${LEFT}" y="${TOP}" width="${WIDTH - LEFT - RIGHT}" height="${HEIGHT - TOP - BOTTOM}"/>
<text class="name" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}">${AXES[over]}</text>
<text class="name" transform="translate(14 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)">${unit}</text>
${lines.map((line) => drawLine(line, over, unit, x, y)).join('\n')}
</svg>`
}

type Scale = (value: number) => number

function grid(across: Axis, up: Axis, x: Scale, y: Scale): string {
  const columns = across.ticks.map(({ value, label }) => {
    const line = `<path d="M${x(value)} ${TOP}V${HEIGHT - BOTTOM}"/>`
    return `${line}<text class="below" x="${x(value)}" y="${HEIGHT - BOTTOM + 16}">${label}</text>`
  })
  const rows = up.ticks.map(({ value, label }) => {
    const line = `<path d="M${LEFT} ${y(value)}H${WIDTH - RIGHT}"${label === '' ? ' class="faint"' : ''}/>`
    return `${line}<text class="beside" x="${LEFT - 6}" y="${y(value) + 4}">${label}</text>`
  })
  return [...columns, ...rows].join('')
}

function drawLine({ label, style, points }: Line, over: Plot['over'], unit: string, x: Scale, y: Scale): string {
  const way = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.x)} ${y(point.y)}`).join('')
  const marks = points.map((point) => {
    const { low, high } = point
    const long = y(low) - y(high) >= LEAST_WHISKER
    const whisker = long ? `<path class="whisker" d="M${x(point.x)} ${y(low)}V${y(high)}"/>` : ''
    return `<g><title>${escapeText(describe(label, point, over, unit))}</title>${whisker}${mark(style, x(point.x), y(point.y))}</g>`
  })
  return `<g class="${classOf(style)}">${path(way, style)}${marks.join('')}</g>`
}

function path(way: string, style: number): string {
  const dashes = dash(style)
  return `<path class="line" d="${way}"${dashes === '' ? '' : ` stroke-dasharray="${dashes}"`}/>`
}

function describe(label: string, { x, y, low, high }: LinePoint, over: Plot['over'], unit: string): string {
  const where = over === 'bytes' ? `${formatSize(x)} B` : `${x} ranks`
  const [middle, least, most] = [y, low, high].map(formatNumber)
  return `${label}, ${where}: ${middle} ${unit} (${least} to ${most})`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
