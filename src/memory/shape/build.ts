import { Listing } from './listing.ts'
import { Loop } from './loop.ts'
import { Places } from './places.ts'
import { Series } from './series.ts'
import { SERIES, SeriesList } from './series-list.ts'
import { isRun, type Shape } from './shape.ts'

/** No bytes at all. */
export const EMPTY: Shape = new Series(0, 0, 0, 0)

/** One run. */
export function run(offset: number, length: number): Shape {
  return length === 0 ? EMPTY : new Series(offset, length)
}

/** A shape `count` times, each `stride` bytes after the one before; runs that touch become one. */
export function repeated(shape: Shape, count: number, stride: number): Shape {
  if (count === 0 || shape.bytes === 0) return EMPTY
  if (count === 1) return shape
  if (shape instanceof Series) {
    const { offset, length, runs } = shape
    if (runs === 1) return stride === length ? run(offset, length * count) : new Series(offset, length, stride, count)
    if (stride === runs * shape.stride) return new Series(offset, length, shape.stride, runs * count)
  }
  if (shape instanceof Loop && stride === shape.count * shape.stride) {
    return new Loop(shape.body, shape.count * count, shape.stride)
  }
  return new Loop(shape, count, stride)
}

/**
 * Runs in their order; those that touch become one, equal ones at equal distances a series.
 * @param count of runs
 */
export function listed(count: number, offsetOf: (index: number) => number, lengthOf: (index: number) => number): Shape {
  const listing = new Listing()
  for (let index = 0; index < count; index++) listing.add(offsetOf(index), lengthOf(index))
  const { table } = listing
  if (table.length === 0) return EMPTY
  if (table.length === SERIES) return new Series(table[0], table[1], table[2], table[3])
  return new SeriesList(table)
}

/** Shapes in their order, each at its place. */
export function placed(offsets: ArrayLike<number>, shapes: readonly Shape[]): Shape {
  if (shapes.every(isRun)) {
    return listed(
      shapes.length,
      (index) => offsets[index] + shapes[index].low,
      (index) => shapes[index].bytes,
    )
  }
  const kept = shapes.map((_, index) => index).filter((index) => shapes[index].bytes > 0)
  if (kept.length === 1) return shapes[kept[0]].shifted(offsets[kept[0]])
  const stride = offsets[kept[1]] - offsets[kept[0]]
  const first = kept[0]
  const isLoop = kept.every(
    (at, index) => shapes[at] === shapes[first] && offsets[at] === offsets[first] + index * stride,
  )
  if (isLoop) return repeated(shapes[first].shifted(offsets[first]), kept.length, stride)
  return new Places(
    Float64Array.from(kept, (index) => offsets[index]),
    kept.map((index) => shapes[index]),
  )
}
