import {
  BYTE,
  contiguous,
  type Datatype,
  dup,
  FLOAT32,
  FLOAT64,
  hindexed,
  hindexedBlock,
  hvector,
  INT16,
  indexed,
  indexedBlock,
  ORDER_C,
  ORDER_FORTRAN,
  resized,
  struct,
  subarray,
  vector,
} from '../../../src/mpi/index.ts'

/** A number of 0 to below `end`. */
export type Below = (end: number) => number

/** A datatype, and what MPI says of it, in the plainest form: the offset of each byte, in the order in which they travel. */
export interface Described {
  readonly type: Datatype
  readonly bytes: readonly number[]
  readonly lb: number
  readonly ub: number
}

const BASICS = [BYTE, INT16, FLOAT32, FLOAT64]
const MOST_BYTES = 3000

/** A random datatype, of others down to `depth`; its blocks never share bytes, so that it can be received into. */
export function randomDatatype(below: Below, depth: number): Described {
  if (depth === 0) return basic(BASICS[below(BASICS.length)])
  const inner = randomDatatype(below, depth - 1)
  const made = MAKERS[below(MAKERS.length)](inner, below, depth)
  return made.bytes.length <= MOST_BYTES && new Set(made.bytes).size === made.bytes.length ? made : inner
}

function basic(type: Datatype): Described {
  return { type, bytes: Array.from({ length: type.size }, (_, i) => i), lb: 0, ub: type.size }
}

/** Blocks of a type: how many, and at which byte. */
function blocksOf({ bytes, lb, ub }: Described, blocks: readonly (readonly [count: number, at: number])[]) {
  const extent = ub - lb
  const begins = blocks.flatMap(([count, at]) => Array.from({ length: count }, (_, i) => at + i * extent))
  return {
    bytes: begins.flatMap((begin) => bytes.map((byte) => begin + byte)),
    lb: begins.length === 0 ? 0 : Math.min(...begins.map((begin) => begin + lb)),
    ub: begins.length === 0 ? 0 : Math.max(...begins.map((begin) => begin + ub)),
  }
}

type Maker = (inner: Described, below: Below, depth: number) => Described

const MAKERS: Maker[] = [
  (inner, below) => {
    const count = below(5)
    const type = contiguous(count, inner.type)
    return { type, ...blocksOf(inner, [[count, 0]]) }
  },
  (inner, below) => {
    const [count, length, stride] = [below(5), below(4), below(9) - 3]
    const extent = inner.ub - inner.lb
    const blocks = Array.from({ length: count }, (_, i) => [length, i * stride * extent] as const)
    return { type: vector(count, length, stride, inner.type), ...blocksOf(inner, blocks) }
  },
  (inner, below) => {
    const [count, length, stride] = [below(5), below(3), below(100) - 20]
    const blocks = Array.from({ length: count }, (_, i) => [length, i * stride] as const)
    return { type: hvector(count, length, stride, inner.type), ...blocksOf(inner, blocks) }
  },
  (inner, below) => {
    const extent = inner.ub - inner.lb
    const { lengths, displs } = randomBlocks(below, 4)
    const blocks = lengths.map((length, i) => [length, displs[i] * extent] as const)
    return { type: indexed(lengths, displs, inner.type), ...blocksOf(inner, blocks) }
  },
  (inner, below) => {
    const { lengths, displs } = randomBlocks(below, 90)
    const blocks = lengths.map((length, i) => [length, displs[i]] as const)
    return { type: hindexed(lengths, displs, inner.type), ...blocksOf(inner, blocks) }
  },
  (inner, below) => {
    const extent = inner.ub - inner.lb
    const { displs } = randomBlocks(below, 4)
    const length = below(3)
    return {
      type: indexedBlock(length, displs, inner.type),
      ...blocksOf(
        inner,
        displs.map((displ) => [length, displ * extent] as const),
      ),
    }
  },
  (inner, below) => {
    const { displs } = randomBlocks(below, 90)
    const length = below(3)
    return {
      type: hindexedBlock(length, displs, inner.type),
      ...blocksOf(
        inner,
        displs.map((displ) => [length, displ] as const),
      ),
    }
  },
  (inner, below, depth) => {
    const others = Array.from({ length: below(4) }, () => randomDatatype(below, below(depth)))
    const members = [inner, ...others]
    const { lengths, displs } = randomBlocks(below, 90, members.length)
    const parts = members.map((member, i) => blocksOf(member, [[lengths[i], displs[i]]]))
    const used = parts.filter((_, i) => lengths[i] > 0)
    const type = struct(
      lengths,
      displs,
      members.map((member) => member.type),
    )
    const lb = used.length === 0 ? 0 : Math.min(...used.map((part) => part.lb))
    // How a struct ends is told by tests of its own.
    return { type, bytes: parts.flatMap((part) => part.bytes), lb, ub: lb + type.extent }
  },
  (inner, below) => {
    const dimensions = 1 + below(3)
    const sizes = Array.from({ length: dimensions }, () => 1 + below(5))
    const subsizes = sizes.map((size) => 1 + below(size))
    const starts = sizes.map((size, i) => below(size - subsizes[i] + 1))
    const order = below(2) === 0 ? ORDER_C : ORDER_FORTRAN
    const extent = inner.ub - inner.lb
    // Elements in the order in which they lie in the array.
    const slowestFirst = order === ORDER_C ? [...sizes.keys()] : [...sizes.keys()].reverse()
    let places = [0]
    for (const i of slowestFirst) {
      places = places.flatMap((place) =>
        Array.from({ length: subsizes[i] }, (_, index) => place * sizes[i] + starts[i] + index),
      )
    }
    return {
      type: subarray(sizes, subsizes, starts, inner.type, order),
      bytes: blocksOf(
        inner,
        places.map((place) => [1, place * extent] as const),
      ).bytes,
      lb: 0,
      ub: extent * sizes.reduce((product, size) => product * size, 1),
    }
  },
  (inner, below) => {
    const [lb, extent] = [below(40) - 20, below(80)]
    return { type: resized(inner.type, lb, extent), bytes: inner.bytes, lb, ub: lb + extent }
  },
  (inner) => ({ ...inner, type: dup(inner.type) }),
]

function randomBlocks(below: Below, spread: number, count = below(6)): { lengths: number[]; displs: number[] } {
  const lengths = Array.from({ length: count }, () => below(4))
  const displs = Array.from({ length: count }, (_, i) => i * spread + below(spread) - 2 * spread)
  return { lengths, displs: below(2) === 0 ? displs : displs.reverse() }
}
