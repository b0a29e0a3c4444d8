import type { Communicator } from '../../mpi/communicator.ts'
import { IN_PLACE } from '../../mpi/constants.ts'
import type { Request } from '../../mpi/request.ts'
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
type Plan = (...args: number[]) => Call
type Methods = Record<string, (...args: readonly unknown[]) => unknown>

/**
 * The collectives (MPI 4.1, chapter 6), blocking and nonblocking. Each is read from its C arguments once; the nonblocking one takes a request
 * after these.
 */
export function collectives(guest: Guest): Imports {
  const imports: Imports = {}
  for (const [name, plan] of Object.entries(plans(guest))) {
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
  }
  return imports
}

function methodsOf(communicator: Communicator): Methods {
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

  function equalParts(method: string): Plan {
    return (send, sendcount, sendtype, recv, recvcount, recvtype, comm) => {
      const { size } = guest.comm(comm)
      const parts = method === 'alltoall' ? size : 1
      const into = guest.buffer(recv, recvcount * size, recvtype)
      return { comm, method, args: [buffer(send, sendcount * parts, sendtype), { recv: into }] }
    }
  }

  return {
    Barrier: (comm) => ({ comm, method: 'barrier', args: [] }),
    Bcast: (pointer, count, datatype, root, comm) => {
      guest.comm(comm)
      return { comm, method: 'bcast', args: [guest.buffer(pointer, count, datatype), { root: rankOf(root) }] }
    },
    Reduce: (send, recv, count, datatype, op, root, comm) => {
      const { rank } = guest.comm(comm)
      const { operand, op: combine, result } = reduction(send, recv, count, datatype, op)
      const options = { root: rankOf(root), op: combine, ...(rank === root && { recv: result() }) }
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
      const unit = combine.kernel === undefined ? guest.datatypes.get(datatype).extent : (combine.span ?? 1)
      const options = { recv: into, op: combine, counts: counts.map((count) => count * unit) }
      return { comm, method: 'reduceScatter', args: [operand, options] }
    },
    Allgather: equalParts('allgather'),
    Alltoall: equalParts('alltoall'),
    Gather: (send, sendcount, sendtype, recv, recvcount, recvtype, root, comm) => {
      const { rank, size } = guest.comm(comm)
      const options = {
        root: rankOf(root),
        ...(rank === root && { recv: guest.buffer(recv, recvcount * size, recvtype) }),
      }
      return { comm, method: 'gather', args: [buffer(send, sendcount, sendtype), options] }
    },
    Scatter: (send, sendcount, sendtype, recv, recvcount, recvtype, root, comm) => {
      const { rank, size } = guest.comm(comm)
      const from = rank === root ? guest.buffer(send, sendcount * size, sendtype) : undefined
      return { comm, method: 'scatter', args: [from, { root: rankOf(root), recv: buffer(recv, recvcount, recvtype) }] }
    },
    Gatherv: (send, sendcount, sendtype, recv, recvcounts, displs, recvtype, root, comm) => {
      const { rank, size } = guest.comm(comm)
      const into = rank === root ? partsOf(guest, recv, recvcounts, displs, recvtype, size) : null
      const options = into === null ? {} : { recv: into.buffer, counts: into.counts, displs: into.displs }
      return { comm, method: 'gatherv', args: [buffer(send, sendcount, sendtype), { root: rankOf(root), ...options }] }
    },
    Scatterv: (send, sendcounts, displs, sendtype, recv, recvcount, recvtype, root, comm) => {
      const { rank, size } = guest.comm(comm)
      const from = rank === root ? partsOf(guest, send, sendcounts, displs, sendtype, size) : null
      const options = from === null ? {} : { counts: from.counts, displs: from.displs }
      const into = buffer(recv, recvcount, recvtype)
      return { comm, method: 'scatterv', args: [from?.buffer, { root: rankOf(root), recv: into, ...options }] }
    },
    Allgatherv: (send, sendcount, sendtype, recv, recvcounts, displs, recvtype, comm) => {
      const { size } = guest.comm(comm)
      const into = partsOf(guest, recv, recvcounts, displs, recvtype, size)
      const options = { recv: into.buffer, counts: into.counts, displs: into.displs }
      return { comm, method: 'allgatherv', args: [buffer(send, sendcount, sendtype), options] }
    },
    Alltoallv: (send, sendcounts, sdispls, sendtype, recv, recvcounts, rdispls, recvtype, comm) => {
      const { size } = guest.comm(comm)
      const into = partsOf(guest, recv, recvcounts, rdispls, recvtype, size)
      const options = { recv: into.buffer, recvCounts: into.counts, recvDispls: into.displs }
      if (send === MPI_IN_PLACE) return { comm, method: 'alltoallv', args: [IN_PLACE, options] }
      const from = partsOf(guest, send, sendcounts, sdispls, sendtype, size)
      const sending = { sendCounts: from.counts, sendDispls: from.displs }
      return { comm, method: 'alltoallv', args: [from.buffer, { ...options, ...sending }] }
    },
    Alltoallw: (send, sendcounts, sdispls, sendtypes, recv, recvcounts, rdispls, recvtypes, comm) => {
      const { size } = guest.comm(comm)
      const recvs = buffersOf(guest, recv, recvcounts, rdispls, recvtypes, size)
      const sends = send === MPI_IN_PLACE ? IN_PLACE : buffersOf(guest, send, sendcounts, sdispls, sendtypes, size)
      return { comm, method: 'alltoallw', args: [sends, { recvs }] }
    },
  }
}
