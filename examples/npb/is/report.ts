import type { Traffic } from 'crossmem/mpi'
import type { Problem } from './problem.ts'

/** What a run of the benchmark came to. */
export interface Outcome {
  readonly problem: Problem
  readonly iterations: number
  readonly ranks: number
  readonly seconds: number
  readonly successful: boolean
}

/** The benchmark's closing report, in the form that the NAS Parallel Benchmarks give it. */
export function report({ problem, iterations, ranks, seconds, successful }: Outcome): string {
  const keys = 2 ** problem.totalKeysLog2
  const megaOps = (keys * iterations) / seconds / 1e6
  const lines = [
    ['Class', problem.name],
    ['Size', keys],
    ['Iterations', iterations],
    ['Time in seconds', seconds.toFixed(3)],
    ['Total processes', ranks],
    ['Mop/s total', megaOps.toFixed(2)],
    ['Mop/s/process', (megaOps / ranks).toFixed(2)],
    ['Operation type', 'keys ranked'],
    ['Verification', successful ? 'SUCCESSFUL' : 'FAILED'],
  ].map(([name, value]) => ` ${String(name).padEnd(16)}= ${String(value).padStart(24)}`)
  return [' IS Benchmark Completed', ...lines].join('\n')
}

/** How many messages and bytes travelled by each protocol. */
export function trafficReport(traffic: readonly Traffic[]): string {
  const lines = traffic
    .filter(({ messages }) => messages > 0)
    .map(({ protocol, messages, bytes }) => {
      return ` ${protocol.padEnd(16)}= ${messages.toLocaleString('en').padStart(24)} ${bytes.toLocaleString('en').padStart(20)}`
    })
  return [` ${'Protocol'.padEnd(16)}  ${'messages'.padStart(24)} ${'bytes'.padStart(20)}`, ...lines].join('\n')
}
