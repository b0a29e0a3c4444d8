import { CrossmemError, CrossmemRangeError } from '../../errors.ts'
import { PROC_NULL } from '../../mpi/constants.ts'
import { checkDims, sizeOf } from '../../mpi/topologies/cartesian.ts'
import { dimsCreate } from '../../mpi/topologies/dims-create.ts'
import { checkGraph } from '../../mpi/topologies/graph.ts'
import type { Topology } from '../../mpi/topologies/topology.ts'
import { MPI_CART, MPI_DIST_GRAPH, MPI_GRAPH, MPI_PROC_NULL, MPI_UNDEFINED } from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_UNWEIGHTED } from '../abi/pointers.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

const KINDS: Record<Topology['kind'], number> = { cart: MPI_CART, graph: MPI_GRAPH, distGraph: MPI_DIST_GRAPH }

/** Topologies (MPI 4.1, chapter 8). */
export function topologies(guest: Guest): Imports {
  return { ...grids(guest), ...graphs(guest), ...distributedGraphs(guest) }
}

function grids(guest: Guest): Imports {
  const { memory } = guest

  return {
    MPI_Topo_test(comm: number, kind: number) {
      const topology = guest.comm(comm).topology
      memory.putInt(kind, topology === null ? MPI_UNDEFINED : KINDS[topology.kind])
      return MPI_SUCCESS
    },
    MPI_Dims_create(size: number, count: number, pointer: number) {
      guest.putInts(pointer, count, dimsCreate(size, guest.ints(pointer, count)))
      return MPI_SUCCESS
    },
    MPI_Cart_create(comm: number, count: number, dims: number, periods: number, _reorder: number, made: number) {
      const grid = guest.intracomm(comm).cartCreate({
        dims: guest.ints(dims, count),
        periods: guest.ints(periods, count).map(Boolean),
      })
      memory.putInt(made, guest.newComm(grid, comm))
      return MPI_SUCCESS
    },
    MPI_Cart_map(comm: number, count: number, dims: number, _periods: number, pointer: number) {
      const { rank, size } = guest.comm(comm)
      const lengths = guest.ints(dims, count)
      checkDims(lengths, size)
      memory.putInt(pointer, rank < sizeOf(lengths) ? rank : MPI_UNDEFINED)
      return MPI_SUCCESS
    },
    MPI_Cartdim_get(comm: number, count: number) {
      memory.putInt(count, topologyOf(guest, comm, 'cart').dims.length)
      return MPI_SUCCESS
    },
    MPI_Cart_get(comm: number, room: number, dims: number, periods: number, coords: number) {
      const grid = topologyOf(guest, comm, 'cart')
      guest.putInts(dims, room, grid.dims)
      guest.putInts(periods, room, grid.periods.map(Number))
      guest.putInts(coords, room, grid.coords)
      return MPI_SUCCESS
    },
    MPI_Cart_rank(comm: number, coords: number, rank: number) {
      const grid = topologyOf(guest, comm, 'cart')
      memory.putInt(rank, grid.rankOf(guest.ints(coords, grid.dims.length)))
      return MPI_SUCCESS
    },
    MPI_Cart_coords(comm: number, rank: number, room: number, coords: number) {
      guest.putInts(coords, room, topologyOf(guest, comm, 'cart').coordsOf(rank))
      return MPI_SUCCESS
    },
    MPI_Cart_shift(comm: number, dimension: number, displacement: number, source: number, dest: number) {
      const shift = topologyOf(guest, comm, 'cart').shift(dimension, displacement)
      memory.putInt(source, inC(shift.source))
      memory.putInt(dest, inC(shift.dest))
      return MPI_SUCCESS
    },
    MPI_Cart_sub(comm: number, remain: number, made: number) {
      const { dims } = topologyOf(guest, comm, 'cart')
      const part = guest.intracomm(comm).cartSub(guest.ints(remain, dims.length).map(Boolean))
      memory.putInt(made, guest.newComm(part, comm))
      return MPI_SUCCESS
    },
  }
}

function graphs(guest: Guest): Imports {
  const { memory } = guest

  /** Lists of neighbours, of which C says where each of them ends. @throws CrossmemRangeError ERR_TOPOLOGY */
  function neighborsOf(nodes: number, index: number, edges: number): number[][] {
    const ends = guest.ints(index, nodes)
    const wrong = ends.findIndex((end, node) => end < (ends[node - 1] ?? 0))
    if (wrong >= 0) {
      throw new CrossmemRangeError('ERR_TOPOLOGY', `index[${wrong}] is ${ends[wrong]}, less than the one before it`)
    }
    const all = guest.ints(edges, ends.at(-1) ?? 0)
    return ends.map((end, node) => all.slice(ends[node - 1] ?? 0, end))
  }

  function neighborsAt(comm: number, rank: number): readonly number[] {
    const { neighbors } = topologyOf(guest, comm, 'graph')
    const found = neighbors[rank]
    if (found !== undefined) return found
    throw new CrossmemRangeError(
      'ERR_RANK',
      `rank ${rank} is none of the graph, which has 0 to ${neighbors.length - 1}`,
    )
  }

  return {
    MPI_Graph_create(comm: number, nodes: number, index: number, edges: number, _reorder: number, made: number) {
      const graph = guest.intracomm(comm).graphCreate({ neighbors: neighborsOf(nodes, index, edges) })
      memory.putInt(made, guest.newComm(nodes === 0 ? null : graph, comm))
      return MPI_SUCCESS
    },
    MPI_Graph_map(comm: number, nodes: number, index: number, edges: number, pointer: number) {
      const { rank, size } = guest.comm(comm)
      checkGraph(neighborsOf(nodes, index, edges), size)
      memory.putInt(pointer, rank < nodes ? rank : MPI_UNDEFINED)
      return MPI_SUCCESS
    },
    MPI_Graphdims_get(comm: number, nodes: number, edges: number) {
      const { neighbors } = topologyOf(guest, comm, 'graph')
      memory.putInt(nodes, neighbors.length)
      memory.putInt(edges, neighbors.flat().length)
      return MPI_SUCCESS
    },
    MPI_Graph_get(comm: number, indexRoom: number, edgesRoom: number, index: number, edges: number) {
      const { neighbors } = topologyOf(guest, comm, 'graph')
      let end = 0
      const ends = neighbors.map((list) => {
        end += list.length
        return end
      })
      guest.putInts(index, indexRoom, ends)
      guest.putInts(edges, edgesRoom, neighbors.flat())
      return MPI_SUCCESS
    },
    MPI_Graph_neighbors_count(comm: number, rank: number, count: number) {
      memory.putInt(count, neighborsAt(comm, rank).length)
      return MPI_SUCCESS
    },
    MPI_Graph_neighbors(comm: number, rank: number, room: number, neighbors: number) {
      guest.putInts(neighbors, room, neighborsAt(comm, rank))
      return MPI_SUCCESS
    },
  }
}

function distributedGraphs(guest: Guest): Imports {
  const { memory } = guest

  /** Undefined for MPI_UNWEIGHTED. */
  function weightsAt(pointer: number, count: number): number[] | undefined {
    if (pointer === MPI_UNWEIGHTED) return undefined
    return count === 0 ? [] : guest.ints(pointer, count)
  }

  return {
    MPI_Dist_graph_create(...[comm, count, sources, degrees, destinations, weights, _info, _reorder, made]: Nine) {
      const degreeOf = guest.ints(degrees, count)
      const total = degreeOf.reduce((sum, degree) => sum + degree, 0)
      const targets = guest.ints(destinations, total)
      const weightOf = weightsAt(weights, total)
      let at = 0
      const edges = guest.ints(sources, count).flatMap((source, index) => {
        const begin = at
        at += degreeOf[index]
        return targets
          .slice(begin, at)
          .map((destination, i) => ({ source, destination, weight: weightOf?.[begin + i] ?? 1 }))
      })
      const graph = guest.intracomm(comm).distGraphCreate({ edges, weighted: weightOf !== undefined })
      memory.putInt(made, guest.newComm(graph, comm))
      return MPI_SUCCESS
    },
    MPI_Dist_graph_create_adjacent(
      ...[
        comm,
        indegree,
        sources,
        sourceWeights,
        outdegree,
        destinations,
        destinationWeights,
        _info,
        _reorder,
        made,
      ]: Ten
    ) {
      const [into, from] = [weightsAt(sourceWeights, indegree), weightsAt(destinationWeights, outdegree)]
      const graph = guest.intracomm(comm).distGraphCreateAdjacent({
        sources: guest.ints(sources, indegree),
        destinations: guest.ints(destinations, outdegree),
        ...(into && { sourceWeights: into }),
        ...(from && { destinationWeights: from }),
      })
      memory.putInt(made, guest.newComm(graph, comm))
      return MPI_SUCCESS
    },
    MPI_Dist_graph_neighbors_count(comm: number, indegree: number, outdegree: number, weighted: number) {
      const { sources, destinations, sourceWeights } = topologyOf(guest, comm, 'distGraph')
      memory.putInt(indegree, sources.length)
      memory.putInt(outdegree, destinations.length)
      memory.putInt(weighted, sourceWeights === undefined ? 0 : 1)
      return MPI_SUCCESS
    },
    MPI_Dist_graph_neighbors(
      ...[comm, inRoom, sources, sourceWeights, outRoom, destinations, destinationWeights]: Seven
    ) {
      const graph = topologyOf(guest, comm, 'distGraph')
      guest.putInts(sources, inRoom, graph.sources)
      guest.putInts(destinations, outRoom, graph.destinations)
      if (graph.sourceWeights && sourceWeights !== MPI_UNWEIGHTED) {
        guest.putInts(sourceWeights, inRoom, graph.sourceWeights)
      }
      if (graph.destinationWeights && destinationWeights !== MPI_UNWEIGHTED) {
        guest.putInts(destinationWeights, outRoom, graph.destinationWeights)
      }
      return MPI_SUCCESS
    },
  }
}

type Seven = [number, number, number, number, number, number, number]
type Nine = [...Seven, number, number]
type Ten = [...Nine, number]

/** @throws CrossmemError ERR_TOPOLOGY when the communicator has not this kind of topology */
function topologyOf<K extends Topology['kind']>(guest: Guest, comm: number, kind: K): Extract<Topology, { kind: K }> {
  const { topology } = guest.comm(comm)
  if (topology?.kind === kind) return topology as Extract<Topology, { kind: K }>
  throw new CrossmemError(
    'ERR_TOPOLOGY',
    `the communicator has ${topology?.kind ?? 'no'} topology, and ${kind} is needed`,
  )
}

function inC(rank: number): number {
  return rank === PROC_NULL ? MPI_PROC_NULL : rank
}
