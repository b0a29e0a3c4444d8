import { world } from 'crossmem/mpi'
import { callsFor, type Point } from '../harness/points.ts'
import { geometricMean, mean } from '../harness/statistics.ts'
import { randomRings } from '../suites/rings.ts'
import { Neighbours, PairExchange, RingExchange } from './neighbours.ts'
import { type Chunks, measurePoints } from './points.ts'
import { measureTogether, type Work } from './together.ts'

/** Random rings and pairs are many: each is measured for a twentieth of the time, or longer where they are fewer. */
const SHARE = 1 / 20

// Arguments: a task, the seed of the random rings, and where buffers lie.
const seed = Number(process.argv.at(-2))
measurePoints((point, { calls, arena }) => {
  const elements = point.bytes / Float64Array.BYTES_PER_ELEMENT
  const buffers = new Neighbours(callsFor(point.bytes, calls), elements, arena)
  return {
    measure: (chunks) => measure(point, buffers, chunks),
    [Symbol.dispose]: () => buffers[Symbol.dispose](),
  }
})

function measure({ benchmark, bytes }: Point, buffers: Neighbours, chunks: Chunks): number {
  const { size } = world
  if (benchmark === 'natural-ring') {
    return ring(
      buffers,
      Array.from({ length: size }, (_, rank) => rank),
      chunks,
      1,
    )
  }
  if (benchmark === 'random-rings') {
    return geometricMean(Array.from(randomRings(bytes, size, seed), (order) => ring(buffers, order, chunks, SHARE)))
  }
  const share = Math.max(SHARE, 2 / (size * (size - 1)))
  const pairs: number[] = []
  for (let client = 0; client < size; client++) {
    for (let server = client + 1; server < size; server++) {
      pairs.push(message(new PairExchange(buffers, client, server), chunks, share))
    }
  }
  return mean(pairs)
}

/** The better of two ways to talk with both neighbours. */
function ring(buffers: Neighbours, order: readonly number[], chunks: Chunks, share: number): number {
  const [one, other] = [true, false].map((blocking) =>
    message(new RingExchange(buffers, order, blocking), chunks, share),
  )
  return Math.min(one, other)
}

/** The microseconds of a message, of which a call sends two. */
function message(work: Work, chunks: Chunks, share: number): number {
  return measureTogether(work, chunks(share, work.calls)) / 2
}
