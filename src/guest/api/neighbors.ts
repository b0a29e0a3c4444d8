import { CrossmemError } from '../../errors.ts'
import type { Topology } from '../../mpi/topologies/topology.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'
import { buffersOf, partsOf } from '../parts.ts'
import { bound, type Plan } from './collectives.ts'

/** Collectives among neighbours (MPI 4.1, 8.6), blocking and nonblocking. */
export function neighbors(guest: Guest): Imports {
  return bound(guest, plans(guest))
}

function plans(guest: Guest): Record<string, Plan> {
  /** How many neighbours this rank has. @throws CrossmemError ERR_TOPOLOGY */
  function degrees(comm: number): { sources: number; destinations: number } {
    const { sources, destinations } = topologyOf(guest, comm)
    return { sources: sources.length, destinations: destinations.length }
  }

  function equalParts(method: string): Plan {
    return (send, sendcount, sendtype, recv, recvcount, recvtype, comm) => {
      const { sources, destinations } = degrees(comm)
      const parts = method === 'neighborAlltoall' ? destinations : 1
      const into = guest.buffer(recv, recvcount * sources, recvtype)
      return { comm, method, args: [guest.buffer(send, sendcount * parts, sendtype), { recv: into }] }
    }
  }

  return {
    Neighbor_allgather: equalParts('neighborAllgather'),
    Neighbor_alltoall: equalParts('neighborAlltoall'),
    Neighbor_allgatherv: (send, sendcount, sendtype, recv, recvcounts, displs, recvtype, comm) => {
      const into = partsOf(guest, recv, recvcounts, displs, recvtype, degrees(comm).sources)
      const options = { recv: into.buffer, counts: into.counts, displs: into.displs }
      return { comm, method: 'neighborAllgatherv', args: [guest.buffer(send, sendcount, sendtype), options] }
    },
    Neighbor_alltoallv: (send, sendcounts, sdispls, sendtype, recv, recvcounts, rdispls, recvtype, comm) => {
      const { sources, destinations } = degrees(comm)
      const from = partsOf(guest, send, sendcounts, sdispls, sendtype, destinations)
      const into = partsOf(guest, recv, recvcounts, rdispls, recvtype, sources)
      const sending = { sendCounts: from.counts, sendDispls: from.displs }
      const receiving = { recv: into.buffer, recvCounts: into.counts, recvDispls: into.displs }
      return { comm, method: 'neighborAlltoallv', args: [from.buffer, { ...sending, ...receiving }] }
    },
    Neighbor_alltoallw: (send, sendcounts, sdispls, sendtypes, recv, recvcounts, rdispls, recvtypes, comm) => {
      const { sources, destinations } = degrees(comm)
      const sends = buffersOf(guest, send, sendcounts, sdispls, sendtypes, destinations)
      const recvs = buffersOf(guest, recv, recvcounts, rdispls, recvtypes, sources)
      return { comm, method: 'neighborAlltoallw', args: [sends, { recvs }] }
    },
  }
}

function topologyOf(guest: Guest, comm: number): Topology {
  const { topology } = guest.comm(comm)
  if (topology !== null) return topology
  throw new CrossmemError('ERR_TOPOLOGY', 'the communicator has no topology, and so no neighbours')
}
