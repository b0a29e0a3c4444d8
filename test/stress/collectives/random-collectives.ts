/**
 * Random collectives on random communicators, blocking and nonblocking, many under way at once, among other messages; each rank checks its
 * results against a simple program. The arguments are how many calls (100,000 unless given), and a seed to see a failure again.
 *
 *     npm run stress:collectives
 *     crossmem run -n 5 dist/test/stress/collectives/random-collectives.js 1000 42
 */
import { inspect } from 'node:util'
import { type Communicator, type Request, testSome, waitAll, waitAny, world } from '../../../src/mpi/index.ts'
import { randomFrom, seedOfRun } from '../../attach/random.ts'
import { KINDS, type Plan, planOf } from './plan.ts'
import { type Trial, trialOf } from './trial.ts'

/** How many calls are under way at once, at most. */
const MOST = 12
const REPORT_MILLISECONDS = 10_000

interface Begun {
  readonly number: number
  readonly plan: Plan
  readonly trial: Trial
  readonly request: Request<unknown>
}

const { rank, size } = world
const total = Number(process.argv[2] ?? 100_000)
const seed = world.bcast(rank === 0 ? Number(process.argv[3] ?? seedOfRun()) : undefined) as number
/** What this rank does in its own way. */
const random = randomFrom(seed + rank * 7919)
/** Communicators with their groups: all, all in reverse order, and divided in two ways. */
const communicators: { comm: Communicator; group: number }[] = [
  { comm: world, group: 0 },
  { comm: world.split({ color: 0, key: -rank })!, group: 1 },
  { comm: world.split({ color: rank % 2 })!, group: 2 + (rank % 2) },
  {
    comm: world.split({ color: Math.floor((2 * rank) / size), key: -rank })!,
    group: 4 + Math.floor((2 * rank) / size),
  },
]
let current = 0
let begun: Begun[] = []

function call(comm: Communicator, name: string, args: unknown[]): unknown {
  return (Reflect.get(comm, name) as (...args: unknown[]) => unknown).apply(comm, args)
}

function begin(number: number): void {
  const plan = planOf(seed, number)
  const { comm, group } = communicators[plan.communicator]
  const trial = trialOf(plan, { rank: comm.rank, size: comm.size, group, arena: random(2) === 0 })
  if (plan.nonblocking) {
    const request = call(comm, `i${plan.kind}`, trial.args) as Request<unknown>
    begun.push({ number, plan, trial, request })
  } else {
    check(number, plan, trial, call(comm, plan.kind, trial.args))
  }
}

function check(number: number, plan: Plan, trial: Trial, result: unknown): void {
  try {
    trial.check(result)
  } catch (error) {
    throw new Error(`call ${number}, ${inspect(plan)}`, { cause: error })
  }
}

function checkBegun({ number, plan, trial }: Begun, result: unknown): void {
  check(number, plan, trial, result)
}

/** Ends some or all of what is under way, in whatever order this rank likes. */
async function end(all: boolean): Promise<void> {
  const way = random(6)
  const requests = begun.map(({ request }) => request)
  if (way === 0) {
    const results = waitAll(requests)
    begun.forEach((one, index) => {
      checkBegun(one, results[index])
    })
    begun = []
  } else if (way === 1) {
    const results = await Promise.all(requests)
    begun.forEach((one, index) => {
      checkBegun(one, results[index])
    })
    begun = []
  } else if (way === 2) {
    for (const { index, result } of testSome(requests)) checkBegun(begun[index], result)
    begun = begun.filter(({ request }) => !request.collected)
  } else if (way === 3) {
    const done = waitAny(requests)
    if (done !== null) checkBegun(begun[done.index], done.result)
    begun = begun.filter(({ request }) => !request.collected)
  } else {
    while (begun.length > (all ? 0 : MOST / 2)) {
      const [one] = begun.splice(random(begun.length), 1)
      checkBegun(one, way === 4 ? one.request.wait() : await one.request)
    }
  }
  if (all && begun.length > 0) await end(true)
}

/** Something else goes around the ring meanwhile. */
function passAround(number: number): void {
  const left = world.irecv({ source: (rank + size - 1) % size, tag: 1 })
  const right = world.isend({ number, rank }, { dest: (rank + 1) % size, tag: 1 })
  const got = left.wait() as { number: number; rank: number }
  right.wait()
  if (got.number !== number || got.rank !== (rank + size - 1) % size) throw new Error(`${inspect(got)} came around`)
}

async function run(): Promise<void> {
  const started = performance.now()
  let reported = started
  for (; current < total; current++) {
    begin(current)
    if (planOf(seed, current).root % 20 === 0) passAround(current)
    if (begun.length >= MOST || random(8) === 0) await end(false)
    if (rank === 0 && performance.now() - reported > REPORT_MILLISECONDS) {
      reported = performance.now()
      console.log(`${current.toLocaleString('en-US')} calls so far`)
    }
  }
  await end(true)
  world.barrier()
  if (rank !== 0) return
  const seconds = (performance.now() - started) / 1000
  console.log(
    `${total.toLocaleString('en-US')} calls of ${KINDS.length} kinds are right, ${Math.round(total / seconds)} a second`,
  )
}

if (rank === 0) console.log(`seed ${seed}: ${total.toLocaleString('en-US')} random collectives on ${size} ranks`)
try {
  await run()
} catch (error) {
  if ((error as { code?: string }).code !== 'ERR_RANK_DIED') {
    console.error(`rank ${rank}, seed ${seed}, at call ${current}: ${inspect(error)}`)
  }
  process.exit(1)
}
