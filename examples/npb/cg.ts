/**
 * The NAS Parallel Benchmarks' Conjugate Gradient benchmark (CG): an eigenvalue of a large sparse matrix without any
 * pattern. What is measured is how fast many short sums, and vectors of which each rank has a part, come together.
 *
 * Run: crossmem run -n 4 dist/examples/npb/cg.js A
 */
import { MAX, world, wtime } from 'crossmem/mpi'
import { readCommandLine } from '../command-line.ts'
import { parseProblem } from './arguments.ts'
import { InversePower } from './cg/inverse-power.ts'
import { PROBLEMS, TOLERANCE } from './cg/problem.ts'
import { conclude } from './conclude.ts'
import { header } from './report.ts'
import { verificationReport, verify } from './verification.ts'

const USAGE = `Usage: crossmem run -n RANKS dist/examples/npb/cg.js CLASS

  CLASS  how many rows the matrix has: S (1400), W (7000) or A (14000)`

const problem = readCommandLine(USAGE, (args) => parseProblem(args, PROBLEMS))
const say = (text: string) => world.rank === 0 && console.log(text)

const { size, nonzeros, iterations } = problem
say(
  header('Conjugate Gradient (CG)', [
    ['Size', `${size} rows (class ${problem.name})`],
    ['Iterations', iterations],
    ['Number of processes', world.size],
  ]),
)

const method = new InversePower(world, problem)
// Untimed, as the benchmark allows: memory is touched and code compiled here.
method.iterate()
method.restart()

say(`   iteration    ${'||r||'.padStart(22)} ${'zeta'.padStart(22)}`)
let zeta = 0
world.barrier()
const start = wtime()
for (let iteration = 1; iteration <= iterations; iteration++) {
  const result = method.iterate()
  zeta = result.zeta
  const [residual, value] = [result.residual.toExponential(13), zeta.toFixed(13)].map((text) => text.padStart(22))
  say(`   ${String(iteration).padStart(9)}    ${residual} ${value}`)
}
const seconds = world.allreduce(wtime() - start, { op: MAX })

const checks = [{ name: 'zeta', computed: [zeta], published: [problem.zeta] }]
say(`\n${verificationReport(checks, TOLERANCE)}`)
const perRow = nonzeros * (nonzeros + 1)
conclude({
  benchmark: 'CG',
  className: problem.name,
  size: String(size),
  iterations,
  seconds,
  megaOps: (2 * iterations * size * (3 + perRow + 25 * (5 + perRow) + 3)) / 1e6,
  operation: 'floating point',
  successful: verify(checks, TOLERANCE),
})
