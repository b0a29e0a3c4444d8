import type { Shape, Visit } from './shape.ts'

/** Equal runs at equal distances; one run is a series too. */
export class Series implements Shape {
  readonly bytes: number
  readonly low: number
  readonly high: number
  readonly runs: number
  readonly series: number
  readonly offset: number
  /** Of one run. */
  readonly length: number
  readonly stride: number

  constructor(offset: number, length: number, stride = length, count = 1) {
    this.offset = offset
    this.length = length
    this.stride = stride
    this.runs = count
    this.series = 1
    this.bytes = length * count
    const last = offset + (count - 1) * stride
    this.low = Math.min(offset, last)
    this.high = Math.max(offset, last) + length
  }

  shifted(by: number): Shape {
    return this.bytes === 0 ? this : new Series(this.offset + by, this.length, this.stride, this.runs)
  }

  walk(base: number, begin: number, end: number, visit: Visit): boolean {
    return walkSeries(base + this.offset, this.length, this.stride, begin, end, visit)
  }
}

/** Shows the bytes `begin` to `end` of a series: what is left of a first run, whole runs, the beginning of a last one. */
export function walkSeries(
  offset: number,
  length: number,
  stride: number,
  begin: number,
  end: number,
  visit: Visit,
): boolean {
  let left = end - begin
  if (left <= 0) return true
  let index = Math.floor(begin / length)
  const within = begin - index * length
  if (within > 0) {
    const part = Math.min(length - within, left)
    if (!visit(offset + index * stride + within, part, part, 1)) return false
    left -= part
    index++
  }
  const whole = Math.floor(left / length)
  if (whole > 0 && !visit(offset + index * stride, length, stride, whole)) return false
  left -= whole * length
  return left === 0 || visit(offset + (index + whole) * stride, left, left, 1)
}
