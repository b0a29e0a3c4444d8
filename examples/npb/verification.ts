/** A result of a benchmark, and what is published for it. Several numbers are one vector. */
export interface Check {
  readonly name: string
  readonly computed: readonly number[]
  readonly published: readonly number[]
}

/** How far the computed result is from the published one, as a part of the published one. */
export function relativeError({ computed, published }: Check): number {
  return Math.hypot(...computed.map((value, i) => value - published[i])) / Math.hypot(...published)
}

/** Whether all results are as near to the published ones as the benchmark demands. */
export function verify(checks: readonly Check[], tolerance: number): boolean {
  // What is not a number is not near either.
  return checks.every((check) => relativeError(check) <= tolerance)
}

/** A table of what was computed and what is published; a result that is too far off is marked. */
export function verificationReport(checks: readonly Check[], tolerance: number): string {
  const rows = checks.flatMap((check) => {
    const error = relativeError(check)
    const verdict = error <= tolerance ? '' : '  too far off'
    return check.computed.map((value, i) => {
      const closing = i === check.computed.length - 1 ? `${error.toExponential(1).padStart(10)}${verdict}` : ''
      return row(i === 0 ? check.name : '', format(value), format(check.published[i]), closing)
    })
  })
  return [row('', 'computed', 'published', ` error, at most ${tolerance}`), ...rows].join('\n')
}

function row(name: string, computed: string, published: string, error: string): string {
  return ` ${name.padEnd(16)}  ${computed.padStart(24)} ${published.padStart(24)} ${error}`.trimEnd()
}

function format(value: number): string {
  if (Number.isInteger(value)) return String(value)
  return Math.abs(value) < 1e-3 ? value.toExponential(13) : value.toPrecision(14)
}
