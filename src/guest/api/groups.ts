import { PROC_NULL } from '../../mpi/constants.ts'
import type { Group, RankRange } from '../../mpi/group.ts'
import { MPI_PROC_NULL, MPI_UNDEFINED } from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_GROUP_NULL } from '../abi/handles.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'
import { COMPARISONS } from './communicators.ts'

/** Groups (MPI 4.1, 7.3). */
export function groups(guest: Guest): Imports {
  const { memory, groups: handles } = guest

  function put(pointer: number, group: Group): number {
    memory.putInt(pointer, guest.newGroup(group))
    return MPI_SUCCESS
  }

  function ofTwo(method: 'union' | 'intersection' | 'difference') {
    return (one: number, other: number, pointer: number) => put(pointer, handles.get(one)[method](handles.get(other)))
  }

  function ofRanks(method: 'incl' | 'excl') {
    return (group: number, count: number, ranks: number, pointer: number) =>
      put(pointer, handles.get(group)[method](guest.ints(ranks, count)))
  }

  function ofRanges(method: 'rangeIncl' | 'rangeExcl') {
    return (group: number, count: number, ranges: number, pointer: number) => {
      const numbers = guest.ints(ranges, count * 3)
      const triples = Array.from({ length: count }, (_, i) => numbers.slice(i * 3, i * 3 + 3) as unknown as RankRange)
      return put(pointer, handles.get(group)[method](triples))
    }
  }

  return {
    MPI_Group_size(group: number, size: number) {
      memory.putInt(size, handles.get(group).size)
      return MPI_SUCCESS
    },
    MPI_Group_rank(group: number, rank: number) {
      memory.putInt(rank, handles.get(group).rank ?? MPI_UNDEFINED)
      return MPI_SUCCESS
    },
    MPI_Group_translate_ranks(group: number, count: number, ranks: number, other: number, results: number) {
      const given = guest.ints(ranks, count).map((rank) => (rank === MPI_PROC_NULL ? PROC_NULL : rank))
      const word = memory.words(results, count)
      handles
        .get(group)
        .translateRanks(given, handles.get(other))
        .forEach((rank, i) => {
          memory.i32[word + i] = rank === PROC_NULL ? MPI_PROC_NULL : (rank ?? MPI_UNDEFINED)
        })
      return MPI_SUCCESS
    },
    MPI_Group_compare(one: number, other: number, result: number) {
      memory.putInt(result, COMPARISONS[handles.get(one).compare(handles.get(other))])
      return MPI_SUCCESS
    },
    MPI_Group_union: ofTwo('union'),
    MPI_Group_intersection: ofTwo('intersection'),
    MPI_Group_difference: ofTwo('difference'),
    MPI_Group_incl: ofRanks('incl'),
    MPI_Group_excl: ofRanks('excl'),
    MPI_Group_range_incl: ofRanges('rangeIncl'),
    MPI_Group_range_excl: ofRanges('rangeExcl'),
    MPI_Group_free(pointer: number) {
      const handle = memory.getInt(pointer)
      // Who frees what a call gave it need not know whether that was MPI_GROUP_EMPTY.
      if (!handles.isFixed(handle)) handles.remove(handle)
      memory.putInt(pointer, MPI_GROUP_NULL)
      return MPI_SUCCESS
    },
  }
}
