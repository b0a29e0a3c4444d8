import { describeMachine } from './machine.ts'

/** Of benchmarks in which two ranks exchange messages. */
export const EXCHANGE_NOTES: readonly string[] = [
  'Before each reading of the clock every sender writes the first byte of each cache line of each buffer; that is not timed.',
  'Every receiver then looks at four lines of each message, and at every byte in the first and the last interval of a size.',
  'In every round all take turns, each in new processes; a figure is the median of the turn, then of the rounds.',
  'A turn rehearses all sizes (JavaScript: 1 s), warms up each (20 ms, or 600 messages) and measures it (40 ms); rank r has a processor of its own.',
  'A receiver says that it is ready before the clock starts. Sizes are in bytes, K is 1024; MB/s are 10^6 bytes a second.',
]

/** What a reader has to know to judge the figures. */
export function notesOf(how: readonly string[], versions: readonly string[]): string[] {
  return [...how, `Machine: ${describeMachine()}.`, `Measured: ${[...new Set(versions)].join(', ')}.`]
}

export function renderNotes(notes: readonly string[]): string {
  return notes.map((note) => `- ${note}`).join('\n')
}
