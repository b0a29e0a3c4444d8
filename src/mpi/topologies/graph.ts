import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { kindOf } from '../../memory/bytes.ts'
import type { Neighborhood } from './neighborhood.ts'

export interface GraphCreateOptions {
  /** The neighbours of each rank; at most all ranks. The same on all ranks. */
  neighbors: readonly (readonly number[])[]
}

/**
 * Ranks as nodes of a graph that each of them knows whole (MPI 4.1, chapter 8.5.5).
 * @example
 * // A chain: each rank knows the one before and the one behind it.
 * const ranks = [...world.group.members.keys()]
 * const neighbors = ranks.map((rank) => ranks.filter((other) => Math.abs(other - rank) === 1))
 * const chain = world.graphCreate({ neighbors })!
 * console.log(chain.neighborAllgather(`from ${chain.rank}`))
 * chain.free()
 */
export class GraphTopology implements Neighborhood {
  readonly kind = 'graph'
  /** The neighbours of each rank, in order. */
  readonly neighbors: readonly (readonly number[])[]
  /** This rank's own. */
  readonly sources: readonly number[]
  readonly sendOrder: readonly number[]

  /** For the library itself: see Communicator.graphCreate. */
  constructor(neighbors: readonly (readonly number[])[], rank: number) {
    this.neighbors = Object.freeze(neighbors.map((list) => Object.freeze([...list])))
    this.sources = this.neighbors[rank]
    this.sendOrder = [...this.sources.keys()]
  }

  get destinations(): readonly number[] {
    return this.sources
  }
}

/**
 * @throws CrossmemRangeError ERR_TOPOLOGY unless each of at most `size` nodes has a list of nodes; CrossmemTypeError ERR_TOPOLOGY
 */
export function checkGraph(neighbors: readonly (readonly number[])[], size: number): void {
  if (!Array.isArray(neighbors) || !neighbors.every(Array.isArray)) {
    throw new CrossmemTypeError(
      'ERR_TOPOLOGY',
      `a graph is an array with an array of neighbours for each rank, not ${kindOf(neighbors)}`,
    )
  }
  const nodes = neighbors.length
  if (nodes > size) {
    throw new CrossmemRangeError(
      'ERR_TOPOLOGY',
      `a graph of ${nodes} ranks was given, and the communicator has ${size}`,
    )
  }
  for (const [rank, list] of neighbors.entries()) checkNeighbors(list, `neighbors[${rank}]`, nodes)
}

/** @throws CrossmemTypeError ERR_TOPOLOGY unless it is an array; CrossmemRangeError ERR_TOPOLOGY unless it holds ranks below `size` */
export function checkNeighbors(list: readonly number[], name: string, size: number): void {
  if (!Array.isArray(list))
    throw new CrossmemTypeError('ERR_TOPOLOGY', `${name} is an array of ranks, not ${kindOf(list)}`)
  const wrong = list.findIndex((rank) => !(Number.isInteger(rank) && rank >= 0 && rank < size))
  if (wrong >= 0) {
    throw new CrossmemRangeError(
      'ERR_TOPOLOGY',
      `${name}[${wrong}] is ${list[wrong]}, which is no rank from 0 to ${size - 1}`,
    )
  }
}
