import { type Fft, LINES } from './fft.ts'

/** Where the numbers of a field lie along one axis, counted in complex numbers. */
export interface Axis {
  /** Element j of a line is `offsets[j]` behind the line's first. */
  readonly offsets: Int32Array
  /** How far the first numbers of neighbouring lines of a batch are from each other. */
  readonly apart: number
}

/** An axis along which the numbers are equally far from each other. */
export function evenAxis(length: number, step: number, apart: number): Axis {
  return { offsets: Int32Array.from({ length }, (_, j) => j * step), apart }
}

/** Transforms the lines of `from` whose batch begins at number `start`, and puts them at the same place or another of `to`. */
export function transformLines(
  fft: Fft,
  sign: 1 | -1,
  from: Float64Array,
  fromAxis: Axis,
  fromStart: number,
  to: Float64Array,
  toAxis: Axis,
  toStart: number,
): void {
  gather(from, fromAxis, fromStart, fft.lines)
  fft.transform(sign)
  scatter(fft.lines, to, toAxis, toStart)
}

function gather(field: Float64Array, { offsets, apart }: Axis, start: number, lines: Float64Array): void {
  let i = 0
  for (let j = 0; j < offsets.length; j++) {
    let place = 2 * (start + offsets[j])
    for (let line = 0; line < LINES; line++, i += 2, place += 2 * apart) {
      lines[i] = field[place]
      lines[i + 1] = field[place + 1]
    }
  }
}

function scatter(lines: Float64Array, field: Float64Array, { offsets, apart }: Axis, start: number): void {
  let i = 0
  for (let j = 0; j < offsets.length; j++) {
    let place = 2 * (start + offsets[j])
    for (let line = 0; line < LINES; line++, i += 2, place += 2 * apart) {
      field[place] = lines[i]
      field[place + 1] = lines[i + 1]
    }
  }
}
