/**
 * Random messages among all ranks of a job, each checked: its content, its order, its number. The arguments are how many
 * messages (a million unless given), and a seed to see a failure again.
 *
 *     npm run stress
 *     crossmem run -n 4 --protocol staged dist/test/stress/random-messages.js 1000000
 *
 * It cannot deadlock unless crossmem is wrong. Every round has four steps: a rank posts its receives (if it does so in this
 * round), sends, receives the rest, and ends its sends. A send blocks only where its receive is posted in the first step, or where it
 * need not wait for its receive; so each step waits only for earlier steps of others. Rounds use two communicators in turns, so that no
 * receive for anything matches a message of the next round.
 */
import { inspect } from 'node:util'
import { traffic, world } from '../../src/mpi/index.ts'
import { randomFrom, seedOfRun } from '../attach/random.ts'
import { Expectation } from './expectation.ts'
import { SHORT } from './plan.ts'
import { Receiver } from './receiver.ts'
import { Sender } from './sender.ts'

const REPORT_MILLISECONDS = 10_000

const { rank, size } = world
const total = Number(process.argv[2] ?? 1_000_000)
const seed = world.bcast(rank === 0 ? Number(process.argv[3] ?? seedOfRun()) : undefined) as number
const random = randomFrom(seed + rank * 7919)
const communicators = [world, world.dup()]
const sender = new Sender(seed, random, shortIsUnawaited() ? SHORT : -1)
const receiver = new Receiver(random)
let received = 0
let checksum = 0
let bytes = 0
let round = 0

/** Whether short messages are sent without waiting for their receivers, as they are unless a protocol is forced. */
function shortIsUnawaited(): boolean {
  const request = world.isend(Uint8Array.of(1), { dest: (rank + 1) % size })
  const { done } = request
  world.recv(new Uint8Array(1), { source: (rank + size - 1) % size })
  request.wait()
  return done
}

async function run(): Promise<void> {
  const started = performance.now()
  let reported = started
  for (let over = false; !over; round++) {
    const communicator = communicators[round % 2]
    const expectation = new Expectation(seed, round, rank, size)
    const count = expectation.left
    const posted = expectation.reception.posted ? receiver.post(communicator, expectation) : []
    const underWay = sender.send(communicator, round)
    if (posted.length > 0) await receiver.finish(posted, expectation)
    else await receiver.receive(communicator, expectation)
    await sender.finish(underWay)
    received += count
    checksum = (checksum + expectation.checksum) >>> 0
    bytes += expectation.bytes
    if (rank === 0 && performance.now() - reported > REPORT_MILLISECONDS) {
      reported = performance.now()
      console.log(`about ${(received * size).toLocaleString('en-US')} messages`)
    }
    // All end with the same round.
    if (round % 16 === 15) over = (world.allreduce(received) as number) >= total
  }
  report((performance.now() - started) / 1000)
}

/** Compares what was sent with what came, over all ranks. */
function report(seconds: number): void {
  const sums = world.allreduce(
    Float64Array.of(sender.count, received, sender.checksum, checksum, bytes),
  ) as Float64Array
  const [sent, came, sentChecksum, gotChecksum, moved] = sums
  if (sent !== came || sentChecksum % 2 ** 32 !== gotChecksum % 2 ** 32) {
    throw new Error(`${sent} messages were sent with checksum ${sentChecksum}, ${came} came with ${gotChecksum}`)
  }
  if (rank > 0) return
  const ways = traffic().filter(({ messages }) => messages > 0)
  console.log(
    `seed ${seed}: ${came.toLocaleString('en-US')} messages of ${moved.toLocaleString('en-US')} bytes in ${round} rounds are right`,
  )
  console.log(`${Math.round(came / seconds).toLocaleString('en-US')} messages a second`)
  console.log(ways.map(({ protocol, messages }) => `${protocol} ${messages}`).join(', '))
}

if (rank === 0) console.log(`seed ${seed}: ${total.toLocaleString('en-US')} random messages among ${size} ranks`)
try {
  await run()
} catch (error) {
  if ((error as { code?: string }).code !== 'ERR_RANK_DIED')
    console.error(`rank ${rank} in round ${round}, seed ${seed}: ${inspect(error)}`)
  process.exit(1)
}
