import { constants } from 'node:os'

/** How a process ended: by itself with an exit code, or by a signal. */
export type End = { code: number; signal: null } | { code: null; signal: NodeJS.Signals }

/** The exit code that tells of this end, as shells do it: 128 and the signal's number for a killed one. */
export function exitCodeOf(end: End): number {
  return end.signal === null ? end.code : 128 + signalNumber(end.signal)
}

/** The end as one number: the exit code, or minus the signal's number. */
export function endNumber(end: End): number {
  return end.signal === null ? end.code : -signalNumber(end.signal)
}

/** The end as a part of a sentence. */
export function endInWords(end: End): string {
  return end.signal === null ? `ended with exit code ${end.code}` : `was killed by ${end.signal}`
}

export function signalNumber(signal: NodeJS.Signals): number {
  return constants.signals[signal]
}
