/** What a part of what arrives must hold: elements of one block, added up over the ranks `from` up to `to`. */
export interface Part {
  from: number
  to: number
  /** Which of the sender's blocks. */
  block: number
  /** The first element of the block that is wanted. */
  offset: number
  elements: number
}

/** Who sends how much in a collective, and what arrives where. peers/mpi/collectives.c has the same. */
export interface Shape {
  /** How many blocks a rank gives. */
  sends(rank: number, size: number, root: number): number
  /** The parts that a rank gets, one behind the other. */
  receives(rank: number, size: number, root: number, elements: number): Part[]
  /** Whether blocks may have so many elements; they may unless it says no. */
  fits?(elements: number, size: number): boolean
}

const one = () => 1
const oneEach = (_rank: number, size: number) => size

function moved(from: number, block: number, elements: number): Part {
  return { from, to: from + 1, block, offset: 0, elements }
}

function sumOver(from: number, to: number, elements: number): Part {
  return { from, to, block: 0, offset: 0, elements }
}

function ofEach(size: number, block: number, elements: number): Part[] {
  return Array.from({ length: size }, (_, from) => moved(from, block, elements))
}

/** How many elements each rank gets when an operand is cut into a slice for each. */
export function slices(elements: number, size: number): number[] {
  const begin = (rank: number) => Math.floor((elements * rank) / size)
  return Array.from({ length: size }, (_, rank) => begin(rank + 1) - begin(rank))
}

export const nothing: Shape = { sends: () => 0, receives: () => [] }

/** bcast */
export const fromRoot: Shape = {
  sends: (rank, _size, root) => Number(rank === root),
  receives: (rank, _size, root, elements) => (rank === root ? [] : [moved(root, 0, elements)]),
}

/** gather */
export const toRoot: Shape = {
  sends: one,
  receives: (rank, size, root, elements) => (rank === root ? ofEach(size, 0, elements) : []),
}

/** scatter */
export const ownOfRoot: Shape = {
  sends: (rank, size, root) => (rank === root ? size : 0),
  receives: (rank, _size, root, elements) => [moved(root, rank, elements)],
}

/** allgather */
export const ofAll: Shape = {
  sends: one,
  receives: (_rank, size, _root, elements) => ofEach(size, 0, elements),
}

/** alltoall */
export const ownOfAll: Shape = {
  sends: oneEach,
  receives: (rank, size, _root, elements) => ofEach(size, rank, elements),
}

/** reduce */
export const sumAtRoot: Shape = {
  sends: one,
  receives: (rank, size, root, elements) => (rank === root ? [sumOver(0, size, elements)] : []),
}

/** allreduce */
export const sum: Shape = {
  sends: one,
  receives: (_rank, size, _root, elements) => [sumOver(0, size, elements)],
}

/** reduceScatter */
export const sliceOfSum: Shape = {
  sends: one,
  receives(rank, size, _root, elements) {
    const counts = slices(elements, size)
    const offset = counts.slice(0, rank).reduce((before, count) => before + count, 0)
    return [{ ...sumOver(0, size, counts[rank]), offset }]
  },
}

/** reduceScatterBlock */
export const equalSliceOfSum: Shape = { ...sliceOfSum, fits: (elements, size) => elements % size === 0 }

/** scan */
export const sumUpToOwn: Shape = {
  sends: one,
  receives: (rank, _size, _root, elements) => [sumOver(0, rank + 1, elements)],
}

/** exscan: rank 0 has a buffer as well, but nothing is defined there. */
export const sumBeforeOwn: Shape = {
  sends: one,
  receives: (rank, _size, _root, elements) => [sumOver(0, rank, elements)],
}
