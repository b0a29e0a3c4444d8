import type { Waitable } from '../../transport/operation.ts'
import type { Step } from './steps.ts'

/** Something that will have come when its step is done. */
export interface Arrival<T> extends Step {
  /** What has come. */
  take(): T
}

const DONE: Waitable = { done: true, error: null }

/** What is here already. */
export function arrived<T>(peer: number, take: () => T): Arrival<T> {
  return { operation: DONE, peer, take }
}
