import type { Traffic } from 'crossmem/mpi'

/** What a run of a benchmark came to. */
export interface Outcome {
  /** The benchmark's name in two letters. */
  readonly benchmark: string
  /** The name of the problem's class. */
  readonly className: string
  readonly size: string
  readonly iterations: number
  readonly ranks: number
  readonly seconds: number
  /** How many millions of operations were done in that time, counted as the benchmark says. */
  readonly megaOps: number
  readonly operation: string
  readonly successful: boolean
}

/** What a benchmark says at its beginning. */
export function header(title: string, lines: readonly (readonly [name: string, value: string | number])[]): string {
  const rows = lines.map(([name, value]) => ` ${`${name}:`.padEnd(20)} ${value}`)
  return ['', ` NAS Parallel Benchmarks, ${title}`, '', ...rows, ''].join('\n')
}

/** The benchmark's closing report, in the form that the NAS Parallel Benchmarks give it. */
export function report(outcome: Outcome): string {
  const { seconds, ranks } = outcome
  const rate = outcome.megaOps / seconds
  const lines = [
    ['Class', outcome.className],
    ['Size', outcome.size],
    ['Iterations', outcome.iterations],
    ['Time in seconds', seconds.toFixed(3)],
    ['Total processes', ranks],
    ['Mop/s total', rate.toFixed(2)],
    ['Mop/s/process', (rate / ranks).toFixed(2)],
    ['Operation type', outcome.operation],
    ['Verification', outcome.successful ? 'SUCCESSFUL' : 'FAILED'],
  ].map(([name, value]) => ` ${String(name).padEnd(16)}= ${String(value).padStart(24)}`)
  return [` ${outcome.benchmark} Benchmark Completed`, ...lines].join('\n')
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
