import type { Communicator } from '../../mpi/communicator.ts'
import { IN_PLACE } from '../../mpi/constants.ts'
import { Intercommunicator } from '../../mpi/intercommunicator.ts'
import type { Request } from '../../mpi/request.ts'
import { MPI_ROOT } from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_IN_PLACE } from '../abi/pointers.ts'
import type { Imports } from '../call.ts'
import { elements } from '../elements.ts'
import { type Guest, rankOf } from '../guest.ts'
import { buffersOf, partsOf } from '../parts.ts'

/** A collective with its arguments: the method of the communicator that carries it out, and what that is given. */
interface Call {
  readonly comm: number
  readonly method: string
  readonly args: readonly unknown[]
}
export type Plan = (...args: number[]) => Call
type Methods = Record<string, (...args: readonly unknown[]) => unknown>

/**
 * The collectives (MPI 4.1, chapter 6), blocking, nonblocking and persistent. Each is read from its C arguments once; the nonblocking one takes
 * a request after these, the persistent one an info and a request.
 */
export function collectives(guest: Guest): Imports {
  return bound(guest, plans(guest))
}

/** The blocking and the nonblocking function of each plan. */
export function bound(guest: Guest, plansByName: Record<string, Plan>): Imports {
  const imports: Imports = {}
  for (const [name, plan] of Object.entries(plansByName)) {
    imports[`MPI_${name}`] = (...args: number[]) => {
      const { comm, method, args: given } = plan(...args)
      methodsOf(guest.comm(comm))[method](...given)
      return MPI_SUCCESS
    }
    imports[`MPI_I${name.toLowerCase()}`] = (...args: number[]) => {
      const { comm, method, args: given } = plan(...args)
      const begin = `i${method}`
      const request = methodsOf(guest.comm(comm))[begin](...given)
      guest.begun(args[plan.length], comm, request as Request<unknown>)
      return MPI_SUCCESS
    }
    imports[`MPI_${name}_init`] = (...args: number[]) => {
      const { comm, method, args: given } = plan(...args)
      const request = methodsOf(guest.comm(comm))[`${method}Init`](...given)
      guest.begun(args[plan.length + 1], comm, request as Request<unknown>)
      return MPI_SUCCESS
    }
  }
  return imports
}

function methodsOf(communicator: Communicator | Intercommunicator): Methods {
  return communicator as unknown as Methods
}

function plans(guest: Guest): Record<string, Plan> {
  /** A buffer, unless it is MPI_IN_PLACE. */
  function buffer(pointer: number, count: number, datatype: number) {
    return pointer === MPI_IN_PLACE ? IN_PLACE : guest.buffer(pointer, count, datatype)
  }

  /** Operand and result of a reduction. */
  function reduction(send: number, recv: number, count: number, datatype: number, op: number) {
    const combine = guest.ops.get(op).for(datatype)
    const operand = send === MPI_IN_PLACE ? IN_PLACE : elements(guest, send, count, datatype, combine)
    return { operand, op: combine, result: (n = count) => elements(guest, recv, n, datatype, combine) }
  }

  function everybody(method: string): Plan {
    return (send, recv, count, datatype, op, comm) => {
      const { operand, op: combine, result } = reduction(send, recv, count, datatype, op)
      guest.comm(comm)
      return { comm, method, args: [operand, { recv: result(), op: combine }] }
    }
  }

  /** How many ranks this one gets parts from, or has parts for: in an intercommunicator those of the other group. */
  function peersOf(comm: number): number {
    const communicator = guest.comm(comm)
    return communicator instanceof Intercommunicator ? communicator.remoteSize : communicator.size
  }

  /** What this rank is in a collective with a root: in the root's group of an intercommunicator all others take no part. */
  function roleOf(comm: number, root: number) {
    const communicator = guest.comm(comm)
    const isInter = communicator instanceof Intercommunicator
    const isRoot = isInter ? root === MPI_ROOT : communicator.rank === root
    return {
      root: rankOf(root),
      isRoot,
      /** Whether it gives, or gets, what all but the root do. */
      isMember: !isInter || root >= 0,
      peers: peersOf(comm),
    }
  }

  function equalParts(method: string): Plan {
    return (send, sendcount, sendtype, recv, recvcount, recvtype, comm) => {
      const size = peersOf(comm)
      const parts = method === 'alltoall' ? size : 1
      const into = guest.buffer(recv, recvcount * size, recvtype)
      return { comm, method, args: [buffer(send, sendcount * parts, sendtype), { recv: into }] }
    }
  }

  return {
    Barrier: (comm) => ({ comm, method: 'barrier', args: [] }),
    Bcast: (pointer, count, datatype, root, comm) => {
      const { isRoot, isMember, root: from } = roleOf(comm, root)
      const bytes = isRoot || isMember ? guest.buffer(pointer, count, datatype) : undefined
      return { comm, method: 'bcast', args: [bytes, { root: from }] }
    },
    Reduce: (send, recv, count, datatype, op, root, comm) => {
      const { isRoot, isMember, root: to } = roleOf(comm, root)
      const given = isMember ? send : MPI_IN_PLACE
      const { operand, op: combine, result } = reduction(given, recv, count, datatype, op)
      const options = { root: to, op: combine, ...(isRoot && { recv: result() }) }
      return { comm, method: 'reduce', args: [operand, options] }
    },
    Allreduce: everybody('allreduce'),
    Scan: everybody('scan'),
    Exscan: everybody('exscan'),
    Reduce_scatter_block: (send, recv, recvcount, datatype, op, comm) => {
      const { size } = guest.comm(comm)
      const { operand, op: combine, result } = reduction(send, recv, recvcount * size, datatype, op)
      const into = result(operand === IN_PLACE ? recvcount * size : recvcount)
      return { comm, method: 'reduceScatterBlock', args: [operand, { recv: into, op: combine }] }
    },
    Reduce_scatter: (send, recv, recvcounts, datatype, op, comm) => {
      const { rank, size } = guest.comm(comm)
      const counts = guest.counts(recvcounts, size)
      const all = counts.reduce((sum, count) => sum + count, 0)
      const { operand, op: combine, result } = reduction(send, recv, all, datatype, op)
      const into = result(operand === IN_PLACE ? all : counts[rank])
      // Operations of the program's own take bytes.
      const unit = guest.datatypes.get(datatype).extent / into.BYTES_PER_ELEMENT
      const options = { recv: into, op: combine, counts: counts.map((count) => count * unit) }
      return { comm, method: 'reduceScatter', args: [operand, options] }
    },
    Allgather: equalParts('allgather'),
    Alltoall: equalParts('alltoall'),
    Gather: (send, sendcount, sendtype, recv, recvcount, recvtype, root, comm) => {
      const { isRoot, isMember, peers, root: to } = roleOf(comm, root)
      const options = { root: to, ...(isRoot && { recv: guest.buffer(recv, recvcount * peers, recvtype) }) }
      return { comm, method: 'gather', args: [isMember && buffer(send, sendcount, sendtype), options] }
    },
    Scatter: (send, sendcount, sendtype, recv, recvcount, recvtype, root, comm) => {
      const { isRoot, isMember, peers, root: by } = roleOf(comm, root)
      const from = isRoot ? guest.buffer(send, sendcount * peers, sendtype) : undefined
      const options = { root: by, ...(isMember && { recv: buffer(recv, recvcount, recvtype) }) }
      return { comm, method: 'scatter', args: [from, options] }
    },
    Gatherv: (send, sendcount, sendtype, recv, recvcounts, displs, recvtype, root, comm) => {
      const { isRoot, isMember, peers, root: to } = roleOf(comm, root)
      const into = isRoot ? partsOf(guest, recv, recvcounts, displs, recvtype, peers) : null
      const options = into === null ? {} : { recv: into.buffer, counts: into.counts, displs: into.displs }
      const own = isMember && buffer(send, sendcount, sendtype)
      return { comm, method: 'gatherv', args: [own, { root: to, ...options }] }
    },
    Scatterv: (send, sendcounts, displs, sendtype, recv, recvcount, recvtype, root, comm) => {
      const { isRoot, isMember, peers, root: by } = roleOf(comm, root)
      const from = isRoot ? partsOf(guest, send, sendcounts, displs, sendtype, peers) : null
      const options = from === null ? {} : { counts: from.counts, displs: from.displs }
      const into = isMember && buffer(recv, recvcount, recvtype)
      return { comm, method: 'scatterv', args: [from?.buffer, { root: by, recv: into, ...options }] }
    },
    Allgatherv: (send, sendcount, sendtype, recv, recvcounts, displs, recvtype, comm) => {
      const into = partsOf(guest, recv, recvcounts, displs, recvtype, peersOf(comm))
      const options = { recv: into.buffer, counts: into.counts, displs: into.displs }
      return { comm, method: 'allgatherv', args: [buffer(send, sendcount, sendtype), options] }
    },
    Alltoallv: (send, sendcounts, sdispls, sendtype, recv, recvcounts, rdispls, recvtype, comm) => {
      const size = peersOf(comm)
      const into = partsOf(guest, recv, recvcounts, rdispls, recvtype, size)
      const options = { recv: into.buffer, recvCounts: into.counts, recvDispls: into.displs }
      if (send === MPI_IN_PLACE) return { comm, method: 'alltoallv', args: [IN_PLACE, options] }
      const from = partsOf(guest, send, sendcounts, sdispls, sendtype, size)
      const sending = { sendCounts: from.counts, sendDispls: from.displs }
      return { comm, method: 'alltoallv', args: [from.buffer, { ...options, ...sending }] }
    },
    Alltoallw: (send, sendcounts, sdispls, sendtypes, recv, recvcounts, rdispls, recvtypes, comm) => {
      const size = peersOf(comm)
      const recvs = buffersOf(guest, recv, recvcounts, rdispls, recvtypes, size)
      const sends = send === MPI_IN_PLACE ? IN_PLACE : buffersOf(guest, send, sendcounts, sdispls, sendtypes, size)
      return { comm, method: 'alltoallw', args: [sends, { recvs }] }
    },
  }
}
