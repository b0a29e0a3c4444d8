import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { kindOf } from '../../memory/bytes.ts'
import { checkNeighbors } from './graph.ts'
import type { Neighborhood } from './neighborhood.ts'

/** The edges that end and begin at this rank. */
export interface AdjacentEdges {
  /** From whom it receives. */
  sources: readonly number[]
  /** A number for each source, for whoever asks; left away on all ranks, the graph has no weights. */
  sourceWeights?: readonly number[]
  /** To whom it sends. */
  destinations: readonly number[]
  /** Likewise for each destination. */
  destinationWeights?: readonly number[]
}

/** Edges of which this rank knows; each is named by one rank, whichever. */
export interface Edges {
  edges: readonly { readonly source: number; readonly destination: number; readonly weight?: number }[]
  /** Whether edges have weights, 1 unless given; the same on all ranks. True unless given. */
  weighted?: boolean
}

/**
 * Ranks as nodes of a directed graph of which each rank knows its own edges (MPI 4.1, chapter 8.5.4).
 * @example
 * const { rank, size } = world
 * const ring = world.distGraphCreateAdjacent({ sources: [(rank + size - 1) % size], destinations: [(rank + 1) % size] })
 * console.log(ring.neighborAllgather(`from ${rank}`))
 * ring.free()
 */
export class DistGraphTopology implements Neighborhood {
  readonly kind = 'distGraph'
  readonly sources: readonly number[]
  readonly destinations: readonly number[]
  readonly sendOrder: readonly number[]
  /** Undefined for a graph without weights. */
  readonly sourceWeights: readonly number[] | undefined
  readonly destinationWeights: readonly number[] | undefined

  /** For the library itself: see Communicator.distGraphCreateAdjacent. */
  constructor({ sources, sourceWeights, destinations, destinationWeights }: AdjacentEdges) {
    this.sources = Object.freeze([...sources])
    this.destinations = Object.freeze([...destinations])
    this.sendOrder = [...destinations.keys()]
    this.sourceWeights = sourceWeights && Object.freeze([...sourceWeights])
    this.destinationWeights = destinationWeights && Object.freeze([...destinationWeights])
  }
}

/** @throws CrossmemTypeError and CrossmemRangeError ERR_TOPOLOGY for what are no edges of `size` ranks */
export function checkAdjacent(edges: AdjacentEdges, size: number): void {
  const { sources, sourceWeights, destinations, destinationWeights } = edges
  checkNeighbors(sources, 'sources', size)
  checkNeighbors(destinations, 'destinations', size)
  checkWeights(sourceWeights, 'sourceWeights', sources.length)
  checkWeights(destinationWeights, 'destinationWeights', destinations.length)
}

/** @throws CrossmemTypeError and CrossmemRangeError ERR_TOPOLOGY */
export function checkEdges({ edges }: Edges, size: number): void {
  if (!Array.isArray(edges)) throw new CrossmemTypeError('ERR_TOPOLOGY', `edges is an array, not ${kindOf(edges)}`)
  edges.forEach(({ source, destination, weight = 1 }, index) => {
    checkNeighbors([source, destination], `edges[${index}]`, size)
    checkWeights([weight], `edges[${index}].weight`, 1)
  })
}

function checkWeights(weights: readonly number[] | undefined, name: string, length: number): void {
  if (weights === undefined) return
  if (
    !Array.isArray(weights) ||
    weights.length !== length ||
    !weights.every((weight) => Number.isInteger(weight) && weight >= 0)
  ) {
    throw new CrossmemRangeError(
      'ERR_TOPOLOGY',
      `${name} is an array of ${length} whole numbers from 0, not ${kindOf(weights)}`,
    )
  }
}

const FIELDS = 3

/** Edges as numbers, to be gathered from all. */
export function packEdges(edges: Edges['edges']): Int32Array {
  return Int32Array.from(edges.flatMap(({ source, destination, weight = 1 }) => [source, destination, weight]))
}

/** Of the edges of all ranks those that end or begin at one. */
export function edgesAt(rank: number, packed: readonly Int32Array[], weighted: boolean): AdjacentEdges {
  const incoming: number[][] = []
  const outgoing: number[][] = []
  for (const list of packed) {
    for (let at = 0; at < list.length; at += FIELDS) {
      const [source, destination, weight] = list.subarray(at, at + FIELDS)
      if (destination === rank) incoming.push([source, weight])
      if (source === rank) outgoing.push([destination, weight])
    }
  }
  const [sources, sourceWeights] = [incoming.map(([source]) => source), incoming.map(([, weight]) => weight)]
  const [destinations, destinationWeights] = [outgoing.map(([dest]) => dest), outgoing.map(([, weight]) => weight)]
  return weighted ? { sources, sourceWeights, destinations, destinationWeights } : { sources, destinations }
}
