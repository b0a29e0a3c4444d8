import type { Datatype } from './datatype.ts'

/** By which call a datatype was made (MPI 4.1, 5.1.13); `named` for those that are there from the beginning. */
export type Combiner =
  | 'named'
  | 'dup'
  | 'contiguous'
  | 'vector'
  | 'hvector'
  | 'indexed'
  | 'hindexed'
  | 'indexedBlock'
  | 'hindexedBlock'
  | 'struct'
  | 'subarray'
  | 'darray'
  | 'resized'

/** How a datatype was made: the arguments, sorted and in order as MPI 4.1, 5.1.13 lists them for each combiner. */
export interface Envelope {
  readonly combiner: Combiner
  /** Counts, and displacements in elements. */
  readonly integers: readonly number[]
  /** Displacements in bytes. */
  readonly addresses: readonly number[]
  readonly datatypes: readonly Datatype[]
}
