import type { Durations } from './phases.ts'

/** What a program has to measure. */
export interface Task extends Durations {
  sizes: readonly number[]
}

/** A task as arguments of a program, the same for all; the C programs leave the rehearsal out. */
export function taskArguments({ sizes, warmUp, measure, rehearsal }: Task): string[] {
  return [sizes.join(','), String(warmUp), String(measure), String(rehearsal)]
}

/** In which order sizes are rehearsed: what small ones run is optimised last, having seen large ones, and measured first. */
export function rehearsalOrder(sizes: readonly number[]): number[] {
  return [...sizes].sort((a, b) => b - a)
}

export function parseTask([sizes, warmUp, measure, rehearsal]: string[]): Task {
  return {
    sizes: sizes.split(',').map(Number),
    warmUp: Number(warmUp),
    measure: Number(measure),
    rehearsal: Number(rehearsal),
  }
}
