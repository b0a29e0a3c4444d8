import type { Point } from '../harness/points.ts'
import { crossmem } from '../implementations/crossmem.ts'
import { renderCollectives } from './collective-tables.ts'
import { COLLECTIVES, type Collective } from './collectives.ts'
import type { Suite } from './suite.ts'

const KIB = 1024
const MIB = 1024 * KIB
const RANKS = [2, 4, 8]
const SIZES = [8, 64, 512, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 128 * KIB, 512 * KIB, MIB, 4 * MIB, 8 * MIB]

/** What `crossmem bench collectives` measures. */
export const GRID = ['allreduce', 'reduce', 'bcast', 'allgather', 'alltoall']
const GRID_SIZES = [8, KIB, 16 * KIB, 128 * KIB, MIB, 8 * MIB]

const NOTES = [
  'Operands are float64; reductions add them up. Bytes are those of an operand, in gather, scatter, allgather and alltoall those that a pair of ranks has for each other.',
  'Every rank measures its own way through some calls (32 up to 512 B, fewer as sizes grow, one from 16K up; 8 at most where ranks outnumber processors), with one reading of the clock before and one after. Before them is a barrier, which is not measured; between them is none.',
  'Each of these calls has buffers of its own, and another root: the next rank, so that no root runs away from the others.',
  'What is measured is cut into eight runs. A run takes as long as its slowest rank does on average; a figure is the median run, then the median of the rounds.',
  'Before each reading of the clock every rank writes the first element of each cache line of all that it gives, which is not timed. Three elements of each part that arrives are looked at every time, all of them in the first and the last interval of a size.',
  'Ranks are bound to processors of their own. Where they outnumber processors nobody is bound, and Open MPI is told to yield (mpi_yield_when_idle).',
]

/** A line or more of what a collective reads and writes, by its name. */
const TRAFFIC_NOTES: Readonly<Record<string, string>> = {
  allreduce:
    'crossmem, allreduce of operands of b bytes on n ranks, in arenas: each rank reads 1/n of every operand once, and writes 1/n of every result once; in all n × b ' +
    'bytes are read and n × b written, and no byte of an operand is copied. Of short operands (2K to 16K and less, by n) each rank reads all: n × n × b.',
}

/** Measures one collective. */
export function suiteOf(name: string): Suite {
  return collectives(name, [name], movesNothing(name) ? [0] : SIZES)
}

/** Measures some collectives, of those in {@link GRID} unless others are asked for. */
export function gridOf(only: readonly string[]): Suite {
  return collectives('collectives', only, GRID_SIZES)
}

function collectives(name: string, names: readonly string[], sizes: readonly number[]): Suite {
  const chosen = names.map((wanted) => COLLECTIVES.find((collective) => collective.name === wanted)!)
  return {
    name,
    program: 'collectives',
    title: name,
    over: names.every(movesNothing) ? 'ranks' : 'bytes',
    leading: () => 'microseconds',
    ranks: RANKS,
    sizes,
    points: (ranks, sizes) => chosen.flatMap((collective) => pointsOf(collective, ranks, sizes)),
    ways: (job, memory) => {
      // A barrier moves nothing, wherever buffers lie.
      const different = names.every(movesNothing) ? memory.slice(0, 1) : memory
      return different.map((where) => crossmem(job, where, null))
    },
    more: [],
    notes: [...NOTES, ...names.flatMap((wanted) => TRAFFIC_NOTES[wanted] ?? [])],
    render: (rounds, series) => renderCollectives(name, rounds, series),
  }
}

function movesNothing(name: string): boolean {
  return name === 'barrier'
}

function pointsOf({ name, shape }: Collective, ranks: number, sizes: readonly number[]): Point[] {
  if (movesNothing(name)) return [{ benchmark: name, bytes: 0 }]
  return sizes
    .filter((bytes) => shape.fits?.(bytes / Float64Array.BYTES_PER_ELEMENT, ranks) ?? true)
    .map((bytes) => ({ benchmark: name, bytes }))
}
