/** How much of the difference to its four neighbours a cell makes up for in a step; 0.25 is the limit of stability. */
const CONDUCTIVITY = 0.2

/** The temperature, 0 to 1, at which the plate starts, at `x` and `y` from 0 to 1: a hot ring, and a hot left edge. */
export function initialTemperature(x: number, y: number): number {
  const distance = Math.hypot(x - 0.55, y - 0.5)
  return x === 0 || (distance > 0.2 && distance < 0.3) ? 1 : 0
}

/**
 * One explicit time step of the heat equation, for the rows `from` to `to` (not included) of a field whose rows are
 * `width` cells long: `next` becomes what `current` is a step later. The first and the last cell of a row keep their
 * temperature.
 */
export function heatRows(current: Float64Array, next: Float64Array, width: number, from: number, to: number): void {
  for (let row = from; row < to; row++) {
    for (let i = row * width + 1; i < (row + 1) * width - 1; i++) {
      const neighbours = current[i - width] + current[i + width] + current[i - 1] + current[i + 1]
      next[i] = current[i] + CONDUCTIVITY * (neighbours - 4 * current[i])
    }
  }
}

/** The largest change of a cell from `current` to `next`. */
export function largestChange(current: Float64Array, next: Float64Array): number {
  let largest = 0
  for (let i = 0; i < current.length; i++) largest = Math.max(largest, Math.abs(next[i] - current[i]))
  return largest
}
