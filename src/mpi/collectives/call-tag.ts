/**
 * What the tag of a collective's message says; 30 bits.
 *
 *     +-----------------+----------------+---------------+---------------------+
 *     | number: 17 bits | more: 1 bit    | root: 7 bits  | collective: 5 bits  |
 *     +-----------------+----------------+---------------+---------------------+
 *      which call        goes on in       0 where there   its place in the list
 *                        another message  is none
 *
 * Numbers begin again after 2^17 calls: nobody has so many of them under way. Roots do so after 2^7 ranks: some that differ are not told
 * apart then.
 */
const NAMES = [
  'barrier',
  'bcast',
  'reduce',
  'allreduce',
  'gather',
  'gatherv',
  'scatter',
  'scatterv',
  'allgather',
  'allgatherv',
  'alltoall',
  'alltoallv',
  'alltoallw',
  'reduceScatter',
  'reduceScatterBlock',
  'scan',
  'exscan',
  'neighborAllgather',
  'neighborAllgatherv',
  'neighborAlltoall',
  'neighborAlltoallv',
  'neighborAlltoallw',
] as const

export type CollectiveName = (typeof NAMES)[number]

const ROOT_SHIFT = 5
const NAME_BITS = (1 << ROOT_SHIFT) - 1
const ROOT_BITS = 0x7f
export const MORE = 1 << 12
const NUMBER_SHIFT = 13
const NUMBER_BITS = 0x1ffff
/** The bits by which a call's messages are told from those of others. */
export const NUMBER_MASK = NUMBER_BITS << NUMBER_SHIFT

export function tagOf(number: number, name: CollectiveName, root: number): number {
  return ((number & NUMBER_BITS) << NUMBER_SHIFT) | ((root & ROOT_BITS) << ROOT_SHIFT) | NAMES.indexOf(name)
}

/** A collective's place in the list. */
export function codeOf(name: CollectiveName): number {
  return NAMES.indexOf(name)
}

export function nameOf(tag: number): CollectiveName {
  return NAMES[tag & NAME_BITS]
}

export function rootOf(tag: number): number {
  return (tag >>> ROOT_SHIFT) & ROOT_BITS
}
