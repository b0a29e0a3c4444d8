import { setImmediate } from 'node:timers/promises'
import { copy, type EngineName } from 'crossmem'
import { median } from '../../harness/statistics.ts'
import type { OverlapFigure } from '../overlap.ts'
import { OWNED_BYTES, type Owned } from '../owned.ts'

const ENGINES: readonly EngineName[] = ['inline', 'threads', 'io_uring']
const COPIES = 7
/** Copies that only make V8 compile what a copy runs. */
const REHEARSED = 300
const ALONE_MILLISECONDS = 40
const TURN_MILLISECONDS = 1
const STEPS = 10_000

/** Measures what is left of a computing loop's speed while a copy goes on, and prints a line of JSON for each engine. */
const owned: Owned = JSON.parse(process.argv[2])
const into = new Uint8Array(OWNED_BYTES).fill(1)
let number = 1

/** Computes for a millisecond, as between two turns of an event loop. @returns how much it got done */
function compute(): number {
  let done = 0
  const end = performance.now() + TURN_MILLISECONDS
  do {
    for (let step = 0; step < STEPS; step++) number = (Math.imul(number, 1103515245) + 12345) | 0
    done += 1
  } while (performance.now() < end)
  return done
}

/** @returns steps a millisecond, with nothing else to do */
async function alone(): Promise<number> {
  const start = performance.now()
  let done = 0
  while (performance.now() - start < ALONE_MILLISECONDS) {
    done += compute()
    await setImmediate()
  }
  return done / (performance.now() - start)
}

async function measure(engine: EngineName): Promise<OverlapFigure> {
  const shares: number[] = []
  const handovers: number[] = []
  const milliseconds: number[] = []
  for (let round = 0; round < COPIES; round++) {
    const speed = await alone()
    const start = performance.now()
    const job = copy({ from: owned.whole, to: into }, { engine })
    handovers.push((performance.now() - start) * 1000)
    let done = 0
    while (job.status === 'pending') {
      done += compute()
      await setImmediate()
    }
    const taken = performance.now() - start
    if ((await job) !== OWNED_BYTES) throw new Error('not all was moved')
    shares.push(done / taken / speed)
    milliseconds.push(taken)
  }
  return { engine, share: median(shares), handover: median(handovers), milliseconds: median(milliseconds) }
}

await alone()
for (const engine of ENGINES) {
  for (let count = 0; count < REHEARSED; count++)
    await copy({ from: owned.whole, to: into, length: 1024 * 1024 }, { engine })
  process.stdout.write(`${JSON.stringify(await measure(engine))}\n`)
}
