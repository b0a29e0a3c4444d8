import { traffic, world } from 'crossmem/mpi'
import { type Outcome, report, trafficReport } from './report.ts'

/**
 * Ends a benchmark, on all ranks: rank 0 prints the report and what travelled by which protocol, and its exit code is 1
 * unless the result was verified.
 */
export function conclude(outcome: Omit<Outcome, 'ranks'>): void {
  // All messages before this have arrived, so that they are counted.
  world.barrier()
  if (world.rank !== 0) return
  console.log(`\n${report({ ...outcome, ranks: world.size })}`)
  console.log(`\n${trafficReport(traffic())}`)
  if (!outcome.successful) process.exitCode = 1
}
