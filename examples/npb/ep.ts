/**
 * The NAS Parallel Benchmarks' Embarrassingly Parallel benchmark (EP): pairs of Gaussian deviates are made and counted.
 * Ranks talk only at the end: what is measured is how fast they compute.
 *
 * Run: crossmem run -n 4 dist/examples/npb/ep.js A
 */
import { MAX, world, wtime } from 'crossmem/mpi'
import { readCommandLine } from '../command-line.ts'
import { shareStart } from '../share.ts'
import { parseProblem } from './arguments.ts'
import { conclude } from './conclude.ts'
import { PROBLEMS, TOLERANCE } from './ep/problem.ts'
import { ANNULI, addToTally, COUNTS, emptyTally, SUM_X, SUM_Y } from './ep/tally.ts'
import { Randlc } from './randlc.ts'
import { header } from './report.ts'
import { verificationReport, verify } from './verification.ts'

const USAGE = `Usage: crossmem run -n RANKS dist/examples/npb/ep.js CLASS

  CLASS  how many pairs of random numbers are made: S (2^24), W (2^25) or A (2^28)`

const SEED = 271828183
/** Few enough for the numbers of a batch to stay in the cache between being made and being used. */
const PAIRS_PER_BATCH = 2 ** 11

const problem = readCommandLine(USAGE, (args) => parseProblem(args, PROBLEMS))
const say = (text: string) => world.rank === 0 && console.log(text)

const pairs = 2 ** problem.pairsLog2
say(
  header('Embarrassingly Parallel (EP)', [
    ['Size', `${2 * pairs} random numbers (class ${problem.name})`],
    ['Number of processes', world.size],
  ]),
)

// Untimed, as the benchmark allows: memory is touched and code compiled here.
const uniform = new Float64Array(2 * PAIRS_PER_BATCH)
const warmUp = new Randlc(0, SEED)
for (let batch = 0; batch < 20; batch++) {
  warmUp.fill(uniform)
  addToTally(uniform, emptyTally())
}

world.barrier()
const start = wtime()
const first = shareStart(pairs, world.rank, world.size)
const end = shareStart(pairs, world.rank + 1, world.size)
const random = new Randlc(2 * first, SEED)
const tally = emptyTally()
let percent = 0
for (let pair = first; pair < end; pair += PAIRS_PER_BATCH) {
  const batch = uniform.subarray(0, 2 * Math.min(PAIRS_PER_BATCH, end - pair))
  random.fill(batch)
  addToTally(batch, tally)
  const done = Math.floor((100 * (pair + batch.length / 2 - first)) / (end - first))
  if (done >= percent + 10) {
    percent = done - (done % 10)
    say(`   ${String(percent).padStart(3)} %`)
  }
}
world.allreduce(tally)
const seconds = world.allreduce(wtime() - start, { op: MAX })

const gaussianPairs = tally.subarray(COUNTS).reduce((sum, count) => sum + count)
const checks = [
  { name: 'Gaussian pairs', computed: [gaussianPairs], published: [problem.gaussianPairs] },
  { name: 'Sum of x', computed: [tally[SUM_X]], published: [problem.sumX] },
  { name: 'Sum of y', computed: [tally[SUM_Y]], published: [problem.sumY] },
]
say('\n Pairs by the greater of |x| and |y|')
for (let annulus = 0; annulus < ANNULI; annulus++) {
  say(` ${`${annulus} to ${annulus + 1}`.padEnd(16)}= ${String(tally[COUNTS + annulus]).padStart(24)}`)
}
say(`\n${verificationReport(checks, TOLERANCE)}`)
conclude({
  benchmark: 'EP',
  className: problem.name,
  size: String(2 * pairs),
  iterations: 0,
  seconds,
  megaOps: (2 * pairs) / 1e6,
  operation: 'Random numbers generated',
  successful: verify(checks, TOLERANCE),
})
