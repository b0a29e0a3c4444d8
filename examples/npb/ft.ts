/**
 * The NAS Parallel Benchmarks' 3-D FFT benchmark (FT): a partial differential equation solved by Fourier transforms. What is
 * measured is above all how fast every rank sends a large part to every other.
 *
 * Run: crossmem run -n 4 dist/examples/npb/ft.js A
 */
import { MAX, world, wtime } from 'crossmem/mpi'
import { readCommandLine } from '../command-line.ts'
import { checkPowerOfTwo, parseProblem } from './arguments.ts'
import { conclude } from './conclude.ts'
import { Diffusion } from './ft/diffusion.ts'
import { PROBLEMS, TOLERANCE } from './ft/problem.ts'
import { header } from './report.ts'
import { verificationReport, verify } from './verification.ts'

const USAGE = `Usage: crossmem run -n RANKS dist/examples/npb/ft.js CLASS

  RANKS  a power of two
  CLASS  how large the field is: S (64 x 64 x 64), W (128 x 128 x 32) or A (256 x 256 x 128)`

const problem = readCommandLine(USAGE, (args) => {
  const chosen = parseProblem(args, PROBLEMS)
  checkPowerOfTwo(world.size, Math.min(chosen.ny, chosen.nz))
  return chosen
})
const say = (text: string) => world.rank === 0 && console.log(text)

const { nx, ny, nz, checksums } = problem
const size = `${nx}x${ny}x${nz}`
const iterations = checksums.length
say(
  header('3-D FFT (FT)', [
    ['Size', `${size} (class ${problem.name})`],
    ['Iterations', iterations],
    ['Number of processes', world.size],
  ]),
)

const diffusion = new Diffusion(world, problem)
// Untimed, as the benchmark allows: memory is touched and code compiled here.
diffusion.start()
diffusion.step()

const checks: { name: string; computed: readonly number[]; published: readonly number[] }[] = []
world.barrier()
const start = wtime()
diffusion.start()
for (let iteration = 1; iteration <= iterations; iteration++) {
  diffusion.step()
  const computed = diffusion.checksum()
  checks.push({ name: `Checksum ${iteration}`, computed, published: checksums[iteration - 1] })
  say(`   T = ${iteration}   Checksum = ${computed.map((part) => part.toFixed(10).padStart(18)).join(' ')}`)
}
const seconds = world.allreduce(wtime() - start, { op: MAX })

say(`\n${verificationReport(checks, TOLERANCE)}`)
const points = nx * ny * nz
const log = Math.log(points)
conclude({
  benchmark: 'FT',
  className: problem.name,
  size,
  iterations,
  seconds,
  megaOps: (points * (14.8157 + 7.19641 * log + (5.23518 + 7.21113 * log) * iterations)) / 1e6,
  operation: 'floating point',
  successful: verify(checks, TOLERANCE),
})
