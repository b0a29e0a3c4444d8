/**
 * The NAS Parallel Benchmarks' Integer Sort (IS): random integer keys, spread over the ranks, are ranked again and
 * again; what is measured is above all how fast all ranks send keys to all others.
 *
 * Run: crossmem run -n 4 dist/examples/npb/is.js A
 */
import { MAX, traffic, world, wtime } from 'crossmem/mpi'
import { readCommandLine } from '../command-line.ts'
import { parseArguments, USAGE } from './is/arguments.ts'
import { verifyFully } from './is/full-verification.ts'
import { verifyPartially } from './is/partial-verification.ts'
import { Ranking } from './is/ranking.ts'
import { report, trafficReport } from './is/report.ts'

const { problem, iterations } = readCommandLine(USAGE, parseArguments)
const say = (text: string) => world.rank === 0 && console.log(text)

say(`
 NAS Parallel Benchmarks, Integer Sort (IS)

 Size:                ${2 ** problem.totalKeysLog2} keys (class ${problem.name})
 Iterations:          ${iterations}
 Number of processes: ${world.size}
`)

const ranking = new Ranking(world, problem)
// Untimed, as the benchmark allows: memory is touched and code compiled here.
ranking.rank(1)

say('   iteration')
let passed = 0
world.barrier()
const start = wtime()
for (let iteration = 1; iteration <= iterations; iteration++) {
  say(`        ${iteration}`)
  ranking.rank(iteration)
  const result = verifyPartially(ranking, iteration)
  passed += result.passed
  for (const failure of result.failures) console.error(`Partial verification failed on rank ${world.rank}: ${failure}.`)
}
const seconds = world.allreduce(wtime() - start, { op: MAX })

const errors = verifyFully(world, ranking)
const successful = world.allreduce(passed) === iterations * problem.testKeys.length && errors === 0

// All messages before this have arrived, so that they are counted.
world.barrier()
if (world.rank === 0) {
  if (errors > 0) console.error(`Full verification failed: ${errors} errors in the order or number of the keys.`)
  console.log(`\n${report({ problem, iterations, ranks: world.size, seconds, successful })}`)
  console.log(`\n${trafficReport(traffic())}`)
  if (!successful) process.exitCode = 1
}
