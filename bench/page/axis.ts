/** A logarithmic axis: where values lie between its two ends, and which of them it names. */
export interface Axis {
  /** From 0 to 1. */
  place(value: number): number
  ticks: readonly Tick[]
}

export interface Tick {
  value: number
  /** Empty for a line without a name. */
  label: string
}

/** Lengths that are named where there are many: every third power of two. */
const NAMED_BYTES = Array.from({ length: 10 }, (_, power) => 8 ** power)
/** Up to so many different lengths are all named. */
const FEW = 8
const STEPS = [1, 2, 5]
/** From so many powers of ten on, those between them are not named. */
const MANY_DECADES = 2

/** An axis of given values, 0 among them perhaps, which then stands one step left of the smallest other. */
export function axisOfBytes(values: readonly number[], format: (bytes: number) => string): Axis {
  const positive = [...new Set(values.filter((value) => value > 0))]
  const least = positive.length === 0 ? 1 : Math.min(...positive)
  const zero = least / 4
  const begin = values.includes(0) ? zero : least
  const end = Math.max(begin * 2, ...positive)
  const named = NAMED_BYTES.filter((value) => value >= least && value <= end)
  const shown = positive.length <= FEW ? positive : named
  const ticks = [...(values.includes(0) ? [0] : []), ...shown].map((value) => ({ value, label: format(value) }))
  return { place: between(begin, end, zero), ticks }
}

/** An axis of a few whole numbers, all of them named. */
export function axisOfCounts(values: readonly number[]): Axis {
  const begin = Math.min(...values)
  const end = Math.max(begin * 2, ...values)
  return {
    place: between(begin, end, begin),
    ticks: [...new Set(values)].map((value) => ({ value, label: String(value) })),
  }
}

/** An axis for positive measured values, which begins and ends at round ones. */
export function axisOfValues(values: readonly number[]): Axis {
  const least = Math.min(...values)
  const most = Math.max(...values)
  const rounds = roundValues(least, most)
  const begin = rounds.findLast((value) => value <= least)!
  const end = rounds.find((value) => value >= most && value > begin)!
  const inside = rounds.filter((value) => value >= begin && value <= end)
  const many = Math.log10(end / begin) > MANY_DECADES
  return {
    place: between(begin, end, begin),
    ticks: inside.map((value) => ({ value, label: many && !isPowerOfTen(value) ? '' : shortest(value) })),
  }
}

/** 1, 2, 5, 10, … from below `least` to above `most`. */
function roundValues(least: number, most: number): number[] {
  const [first, last] = [least, most].map((value) => Math.floor(Math.log10(value)))
  const powers = Array.from({ length: last - first + 3 }, (_, index) => first - 1 + index)
  return powers.flatMap((power) => STEPS.map((step) => Number(`${step}e${power}`)))
}

function isPowerOfTen(value: number): boolean {
  return Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6)
}

function shortest(value: number): string {
  return value >= 1 ? value.toLocaleString('en-US') : String(value)
}

function between(begin: number, end: number, zero: number): (value: number) => number {
  const span = Math.log(end / begin)
  return (value) => Math.log((value === 0 ? zero : value) / begin) / span
}
