/**
 * The NAS Parallel Benchmarks' Integer Sort (IS): random integer keys, spread over the ranks, are ranked again and
 * again; what is measured is above all how fast all ranks send keys to all others.
 *
 * Run: crossmem run -n 4 dist/examples/npb/is.js A
 */
import { MAX, world, wtime } from 'crossmem/mpi'
import { readCommandLine } from '../command-line.ts'
import { conclude } from './conclude.ts'
import { parseArguments, USAGE } from './is/arguments.ts'
import { verifyFully } from './is/full-verification.ts'
import { verifyPartially } from './is/partial-verification.ts'
import { Ranking } from './is/ranking.ts'
import { header } from './report.ts'

const { problem, iterations } = readCommandLine(USAGE, parseArguments)
const say = (text: string) => world.rank === 0 && console.log(text)

const keys = 2 ** problem.totalKeysLog2
say(
  header('Integer Sort (IS)', [
    ['Size', `${keys} keys (class ${problem.name})`],
    ['Iterations', iterations],
    ['Number of processes', world.size],
  ]),
)

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

if (world.rank === 0 && errors > 0) {
  console.error(`Full verification failed: ${errors} errors in the order or number of the keys.`)
}
conclude({
  benchmark: 'IS',
  className: problem.name,
  size: String(keys),
  iterations,
  seconds,
  megaOps: (keys * iterations) / 1e6,
  operation: 'keys ranked',
  successful,
})
