import type { Point } from '../harness/points.ts'
import { crossmem } from '../implementations/crossmem.ts'
import { renderRings } from './ring-tables.ts'
import { LONG_BYTES, RING_SIZES, RINGS } from './rings.ts'
import type { Suite } from './suite.ts'

const RANKS = [2, 4, 8, 16]

/** HPC Challenge's effective bandwidth. */
export function ringSuite(seed: number): Suite {
  return {
    name: 'rings',
    program: 'rings',
    title: 'effective bandwidth',
    over: 'ranks',
    leading: (bytes) => (bytes < LONG_BYTES ? 'microseconds' : 'megabytesPerSecond'),
    ranks: RANKS,
    sizes: RING_SIZES,
    points: (_ranks, sizes): Point[] => RINGS.flatMap((benchmark) => sizes.map((bytes) => ({ benchmark, bytes }))),
    ways: (job) => [
      { ...crossmem(job, 'ordinary', 'staged'), label: 'two copies' },
      { ...crossmem(job, 'ordinary', 'attach'), label: 'attach' },
      { ...crossmem(job, 'arena', 'mapped'), label: 'mapped' },
      { ...crossmem(job, 'arena', null), label: 'crossmem chooses' },
    ],
    more: [String(seed)],
    notes: [
      "What HPC Challenge calls effective bandwidth (b_eff), done anew. In a ring every rank sends a message to its left neighbour and one to its right neighbour, by two calls of sendrecv, and by two irecv, two isend and waitAll: the better of the two counts. A message's time is half of what both take, at the slowest rank, and the rate is what a rank sends in it.",
      `Naturally ordered: by rank. Randomly ordered: 30 rings for 8 B, 10 for 2,000,000 B, geometric mean; the seed is ${seed}, and everybody has the same rings.`,
      'Ping-pong: between all pairs of ranks, one after another, while the others wait; half of the round trip, mean of all pairs.',
      'Columns: two copies through shared memory (protocol staged), attach (process_vm_readv and process_vm_writev) and mapped (from arena to arena), forced for all lengths; then what crossmem chooses by itself for memory from alloc.',
      'Where HPC Challenge takes the shortest of a few measurements, a figure here is a median, as in the other benchmarks: of eight runs, then of the rounds. Every message has new data, and is looked at.',
      'Ranks are bound to processors of their own. Where they outnumber processors nobody is bound, and Open MPI is told to yield (mpi_yield_when_idle).',
    ],
    render: renderRings,
  }
}
