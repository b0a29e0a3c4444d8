import type { Implementation } from '../implementations/implementation.ts'
import type { Figure } from './figure.ts'
import type { Point } from './points.ts'
import type { PointsOutcome } from './run-points.ts'

/** Somebody who takes turns at points, and gives up those that take too long: there, and at greater lengths of that benchmark. */
export class Taker {
  readonly implementation: Implementation
  readonly ranks: number
  readonly #points: readonly Point[]
  /** From which length on a benchmark is given up. */
  readonly #limits = new Map<string, number>()

  constructor(implementation: Implementation, ranks: number, points: readonly Point[]) {
    this.implementation = implementation
    this.ranks = ranks
    this.#points = points
  }

  /**
   * Measures all points that were not given up, in as many runs as it takes.
   * @param run measures some points
   * @param gaveUp is told of each point at which it was stuck
   */
  async turn(
    run: (points: readonly Point[]) => Promise<PointsOutcome>,
    gaveUp: (point: Point) => void,
  ): Promise<Figure[]> {
    const figures: Figure[] = []
    for (let left = this.#open(this.#points); left.length > 0; ) {
      const outcome = await run(left)
      figures.push(...outcome.figures)
      if (!outcome.stuck) break
      const point = left[outcome.figures.length]
      this.#limits.set(point.benchmark, point.bytes)
      gaveUp(point)
      left = this.#open(left.slice(outcome.figures.length + 1))
    }
    return figures
  }

  #open(points: readonly Point[]): Point[] {
    return points.filter(({ benchmark, bytes }) => bytes < (this.#limits.get(benchmark) ?? Infinity))
  }
}
