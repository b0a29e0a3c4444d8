import type { Result } from './harness/result.ts'

/** What a run of `crossmem bench` comes to. */
export interface Measurement {
  title: string
  /** What plots have on their horizontal axis. */
  over: 'bytes' | 'ranks'
  /** What plots have on their vertical axis for results of this length. */
  leading(bytes: number): 'microseconds' | 'megabytesPerSecond'
  series: readonly MeasuredSeries[]
  /** Tables, as text. */
  tables: string
  notes: readonly string[]
}

export interface MeasuredSeries {
  /** Who, and how. */
  label: string
  /** Whether it is crossmem. */
  own: boolean
  results: readonly Result[]
}
