import type { Shape, Visit } from './shape.ts'

/** A shape again and again, at equal distances. */
export class Loop implements Shape {
  readonly bytes: number
  readonly low: number
  readonly high: number
  readonly runs: number
  readonly series: number
  readonly body: Shape
  readonly count: number
  readonly stride: number

  constructor(body: Shape, count: number, stride: number) {
    this.body = body
    this.count = count
    this.stride = stride
    this.bytes = body.bytes * count
    const last = (count - 1) * stride
    this.low = body.low + Math.min(0, last)
    this.high = body.high + Math.max(0, last)
    this.runs = body.runs * count
    this.series = body.series * count
  }

  shifted(by: number): Shape {
    return new Loop(this.body.shifted(by), this.count, this.stride)
  }

  walk(base: number, begin: number, end: number, visit: Visit): boolean {
    const { body, stride } = this
    const { bytes } = body
    for (let index = Math.floor(begin / bytes); index * bytes < end; index++) {
      const before = index * bytes
      const first = Math.max(begin - before, 0)
      if (!body.walk(base + index * stride, first, Math.min(end - before, bytes), visit)) return false
    }
    return true
  }
}
