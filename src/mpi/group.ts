import { CrossmemRangeError, CrossmemTypeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import { type Comparison, IDENT, SIMILAR, UNEQUAL } from './comparison.ts'
import { PROC_NULL } from './constants.ts'

/** Ranks from `first` to `last`, every `stride`th (1 unless given; negative to go down). */
export type RankRange = readonly [first: number, last: number, stride?: number]

/**
 * Ranks in an order, without any messages (MPI 4.1, chapter 7.3): what communicators are made of. A group is a value, which never
 * changes; each call tells of it or makes another one, on this rank alone. It holds nothing that had to be freed.
 *
 * All throw CrossmemTypeError and CrossmemRangeError with the code ERR_GROUP, for arguments that are no groups or no ranks of it.
 * @example
 * const { group } = world
 * const even = group.rangeIncl([[0, group.size - 1, 2]])
 * const odd = group.difference(even)
 * console.log(even.members, odd.members, even.rank === undefined ? 'odd' : 'even')
 */
export class Group {
  /** The rank in `world` of each member. */
  readonly members: readonly number[]
  /** How many ranks it has. */
  readonly size: number
  /** This process's rank in it; undefined when it is not a member (MPI_UNDEFINED). */
  readonly rank: number | undefined
  readonly #self: number

  /**
   * For the library itself: a program gets groups from communicators.
   * @param self this process's rank in `world`
   */
  constructor(members: readonly number[], self: number) {
    this.members = Object.freeze([...members])
    this.size = members.length
    const rank = members.indexOf(self)
    this.rank = rank < 0 ? undefined : rank
    this.#self = self
  }

  /** The members with these ranks, in this order (MPI_Group_incl). */
  incl(ranks: readonly number[]): Group {
    this.#check('incl', ranks)
    return this.#of(ranks.map((rank) => this.members[rank]))
  }

  /** All members but those with these ranks (MPI_Group_excl). */
  excl(ranks: readonly number[]): Group {
    this.#check('excl', ranks)
    const left = new Set(ranks)
    return this.#of(this.members.filter((_, rank) => !left.has(rank)))
  }

  /** As {@link incl} with all ranks of these ranges (MPI_Group_range_incl). */
  rangeIncl(ranges: readonly RankRange[]): Group {
    return this.incl(this.#ranksOf(ranges))
  }

  /** As {@link excl} with all ranks of these ranges (MPI_Group_range_excl). */
  rangeExcl(ranges: readonly RankRange[]): Group {
    return this.excl(this.#ranksOf(ranges))
  }

  /** The members of this group, then those of the other that are not in this one (MPI_Group_union). */
  union(other: Group): Group {
    requireGroup('union', other)
    return this.size === 0 ? other : this.#of([...new Set([...this.members, ...other.members])])
  }

  /** The members that are also in the other group, in this one's order (MPI_Group_intersection). */
  intersection(other: Group): Group {
    requireGroup('intersection', other)
    const theirs = new Set(other.members)
    return this.#of(this.members.filter((member) => theirs.has(member)))
  }

  /** The members that are not in the other group, in this one's order (MPI_Group_difference). */
  difference(other: Group): Group {
    requireGroup('difference', other)
    const theirs = new Set(other.members)
    return this.#of(this.members.filter((member) => !theirs.has(member)))
  }

  /**
   * The ranks that members of this group have in another one (MPI_Group_translate_ranks).
   * @param ranks of this group, or PROC_NULL
   * @returns for each its rank there; undefined for one that is no member there, PROC_NULL for PROC_NULL
   */
  translateRanks(ranks: readonly number[], other: Group): (number | undefined)[] {
    requireGroup('translateRanks', other)
    requireList('translateRanks', ranks)
    const theirs = new Map(other.members.map((member, rank) => [member, rank]))
    return ranks.map((rank) => {
      if (rank === PROC_NULL) return PROC_NULL
      this.#checkRank('translateRanks', rank)
      return theirs.get(this.members[rank])
    })
  }

  /** {@link IDENT}, {@link SIMILAR} or {@link UNEQUAL} (MPI_Group_compare). */
  compare(other: Group): Comparison {
    requireGroup('compare', other)
    if (this.size !== other.size) return UNEQUAL
    if (this.members.every((member, rank) => member === other.members[rank])) return IDENT
    const theirs = new Set(other.members)
    return this.members.every((member) => theirs.has(member)) ? SIMILAR : UNEQUAL
  }

  #of(members: readonly number[]): Group {
    return members.length === 0 ? GROUP_EMPTY : new Group(members, this.#self)
  }

  #ranksOf(ranges: readonly RankRange[]): number[] {
    requireList('a range', ranges)
    return ranges.flatMap((range) => {
      requireList('a range', range)
      const [first, last, stride = 1] = range
      this.#checkRank('a range', first)
      this.#checkRank('a range', last)
      if (!Number.isInteger(stride) || stride === 0) {
        throw new CrossmemRangeError('ERR_GROUP', `a range's stride is a whole number other than 0, not ${stride}`)
      }
      const length = Math.max(0, Math.floor((last - first) / stride) + 1)
      return Array.from({ length }, (_, i) => first + i * stride)
    })
  }

  #check(call: string, ranks: readonly number[]): void {
    requireList(call, ranks)
    const seen = new Set<number>()
    for (const rank of ranks) {
      this.#checkRank(call, rank)
      if (seen.has(rank)) {
        throw new CrossmemRangeError('ERR_GROUP', `${call} was given rank ${rank} twice: name each rank once`)
      }
      seen.add(rank)
    }
  }

  #checkRank(call: string, rank: number): void {
    if (Number.isInteger(rank) && rank >= 0 && rank < this.size) return
    const known = this.size === 0 ? 'is empty' : `has 0 to ${this.size - 1}`
    throw new CrossmemRangeError(
      'ERR_GROUP',
      `${call} was given rank ${rank}, which is none of this group: it ${known}`,
    )
  }
}

/** The group without ranks. */
export const GROUP_EMPTY: Group = new Group([], -1)

/** @throws CrossmemTypeError ERR_GROUP */
export function requireGroup(call: string, group: unknown): asserts group is Group {
  if (!(group instanceof Group)) {
    throw new CrossmemTypeError('ERR_GROUP', `${call} takes a group, such as world.group, not ${kindOf(group)}`)
  }
}

function requireList(call: string, list: unknown): void {
  if (!Array.isArray(list)) throw new CrossmemTypeError('ERR_GROUP', `${call} takes an array, not ${kindOf(list)}`)
}
