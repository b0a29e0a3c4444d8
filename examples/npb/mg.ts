/**
 * The NAS Parallel Benchmarks' Multigrid benchmark (MG): Poisson's equation on a periodic cube, solved on grids that are
 * coarser and coarser. What is measured is how fast neighbours exchange long and short borders.
 *
 * Run: crossmem run -n 4 dist/examples/npb/mg.js A
 */
import { MAX, world, wtime } from 'crossmem/mpi'
import { readCommandLine } from '../command-line.ts'
import { checkPowerOfTwo, parseProblem } from './arguments.ts'
import { conclude } from './conclude.ts'
import { Multigrid, mostRanks } from './mg/multigrid.ts'
import { PROBLEMS, TOLERANCE } from './mg/problem.ts'
import { header } from './report.ts'
import { verificationReport, verify } from './verification.ts'

const USAGE = `Usage: crossmem run -n RANKS dist/examples/npb/mg.js CLASS

  RANKS  a power of two
  CLASS  how large the cube is: S (32 x 32 x 32), W (128 x 128 x 128) or A (256 x 256 x 256)`

const problem = readCommandLine(USAGE, (args) => {
  const chosen = parseProblem(args, PROBLEMS)
  checkPowerOfTwo(world.size, mostRanks(chosen.side))
  return chosen
})
const say = (text: string) => world.rank === 0 && console.log(text)

const { side, iterations } = problem
const size = `${side}x${side}x${side}`
say(
  header('Multigrid (MG)', [
    ['Size', `${size} (class ${problem.name})`],
    ['Iterations', iterations],
    ['Number of processes', world.size],
  ]),
)

const multigrid = new Multigrid(world, side)
// Untimed, as the benchmark allows: memory is touched and code compiled here.
multigrid.start()
multigrid.findResidual()
multigrid.iterate()
multigrid.start()

say('   iteration')
world.barrier()
const start = wtime()
multigrid.findResidual()
multigrid.norm()
for (let iteration = 1; iteration <= iterations; iteration++) {
  say(`   ${String(iteration).padStart(9)}`)
  multigrid.iterate()
}
const norm = multigrid.norm()
const seconds = world.allreduce(wtime() - start, { op: MAX })

const checks = [{ name: 'L2 norm', computed: [norm], published: [problem.norm] }]
say(`\n${verificationReport(checks, TOLERANCE)}`)
conclude({
  benchmark: 'MG',
  className: problem.name,
  size,
  iterations,
  seconds,
  megaOps: (58 * iterations * side ** 3) / 1e6,
  operation: 'floating point',
  successful: verify(checks, TOLERANCE),
})
