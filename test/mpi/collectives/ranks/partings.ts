/**
 * Rank 0 leaves each of the others alone in a collective of the two: it has begun it, if the argument says so and its part
 * is long, but does nothing more. The others wait, each in its own way, and tell which error they get, and when. Rank 0 ends when it is told to, if
 * nobody kills it first. Arguments: ways, separated by |; 'begun', or 'apart', or 'fresh' where the two have not called any collective before; 'pieces'
 * where nobody may attach to a rank.
 */
import { type Communicator, type Request, world } from '../../../../src/mpi/index.ts'
import { setDumpable } from '../../../../src/os/prctl.ts'

const PARTNER = 0
const [list, begun, by] = process.argv.slice(2)
if (by === 'pieces') setDumpable(false)
const ways = list.split('|')
/** A communicator with rank 0 for each way. */
const pairs = ways.map((_, index) => {
  const joins = world.rank === PARTNER || world.rank === index + 1
  return world.split({ color: joins ? 0 : undefined })!
})

if (begun !== 'fresh') for (const pair of pairs) pair?.barrier()

/** Calls a collective in which rank 1 of the pair waits for rank 0, by its name. */
function call(comm: Communicator, name: string): unknown {
  const numbers = new Float64Array(300_000)
  const recv = new Float64Array(600_000)
  const counts = [300_000, 300_000]
  const halves = [150_000, 150_000]
  const root = name.includes('gather') || name.includes('educe') ? 1 : 0
  const parts = [numbers.subarray(0, 1), numbers.subarray(1, 2)]
  const calls: Record<string, unknown[]> = {
    barrier: [],
    bcast: [numbers],
    gather: [numbers, { recv, root }],
    gatherv: [numbers, { recv, counts, root }],
    scatter: [recv, { recv: numbers, root }],
    scatterv: [recv, { recv: numbers, counts, root }],
    allgather: [numbers, { recv }],
    allgatherv: [numbers, { recv, counts }],
    alltoall: [numbers, { recv: recv.subarray(0, 300_000) }],
    alltoallv: [numbers, { recv: recv.subarray(0, 300_000), sendCounts: halves, recvCounts: halves }],
    alltoallw: [[recv, numbers], { recvs: [new Float64Array(300_000), new Float64Array(300_000)] }],
    reduce: [numbers, { root }],
    allreduce: [numbers],
    reduceScatter: [numbers, { counts: halves }],
    reduceScatterBlock: [numbers],
    scan: [numbers],
    exscan: [numbers],
  }
  if (name.endsWith('alltoallw')) calls.alltoallw = [[null, parts[1]], { recvs: [parts[0], new Float64Array(1)] }]
  const bare = Object.keys(calls).find((key) => name === key || name === `i${key}`)!
  return (Reflect.get(comm, name) as (...args: unknown[]) => unknown).apply(comm, calls[bare])
}

if (world.rank === PARTNER && begun === 'begun') {
  for (const [index, way] of ways.entries()) call(pairs[index], `i${way.split(' ')[0]}`)
}
world.barrier()
if (world.rank === PARTNER) {
  console.log(`rank 0 is ready as ${process.pid}`)
  process.stdin.once('data', () => process.exit(0))
  // From here on it does not look for messages: the event loop stands still.
  if (begun === 'begun') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000)
} else {
  const way = ways[world.rank - 1]
  const [name, how] = way.split(' ')
  console.log(`rank ${world.rank} waits`)
  try {
    if (how === 'blocking') call(pairs[world.rank - 1], name)
    else {
      const request = call(pairs[world.rank - 1], `i${name}`) as Request<unknown>
      if (how === 'await') await request
      else if (how === 'wait') request.wait()
      else while (!request.test());
    }
    console.log(`told ${JSON.stringify({ way, code: 'nothing', at: Date.now() })}`)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    console.log(`told ${JSON.stringify({ way, code: code ?? message, at: Date.now() })}`)
  }
}
