import { CrossmemRangeError } from '../../errors.ts'
import type { Datatype } from '../../mpi/datatype/datatype.ts'
import type { Combiner } from '../../mpi/datatype/envelope.ts'
import * as abi from '../abi/constants.ts'
import {
  MPI_COMPLEX4,
  MPI_COMPLEX8,
  MPI_COMPLEX16,
  MPI_COMPLEX32,
  MPI_DATATYPE_NULL,
  MPI_INTEGER1,
  MPI_INTEGER2,
  MPI_INTEGER4,
  MPI_INTEGER8,
  MPI_INTEGER16,
  MPI_REAL2,
  MPI_REAL4,
  MPI_REAL8,
  MPI_REAL16,
  predefinedDatatypes,
} from '../abi/datatypes.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import { basicHandles } from '../datatypes.ts'
import type { Guest } from '../guest.ts'

const COMBINERS: Record<Combiner, number> = {
  named: abi.MPI_COMBINER_NAMED,
  dup: abi.MPI_COMBINER_DUP,
  contiguous: abi.MPI_COMBINER_CONTIGUOUS,
  vector: abi.MPI_COMBINER_VECTOR,
  hvector: abi.MPI_COMBINER_HVECTOR,
  indexed: abi.MPI_COMBINER_INDEXED,
  hindexed: abi.MPI_COMBINER_HINDEXED,
  indexedBlock: abi.MPI_COMBINER_INDEXED_BLOCK,
  hindexedBlock: abi.MPI_COMBINER_HINDEXED_BLOCK,
  struct: abi.MPI_COMBINER_STRUCT,
  subarray: abi.MPI_COMBINER_SUBARRAY,
  darray: abi.MPI_COMBINER_DARRAY,
  resized: abi.MPI_COMBINER_RESIZED,
}

const BY_SIZE: Record<number, Record<number, number>> = {
  [abi.MPI_TYPECLASS_INTEGER]: {
    1: MPI_INTEGER1,
    2: MPI_INTEGER2,
    4: MPI_INTEGER4,
    8: MPI_INTEGER8,
    16: MPI_INTEGER16,
  },
  [abi.MPI_TYPECLASS_REAL]: { 2: MPI_REAL2, 4: MPI_REAL4, 8: MPI_REAL8, 16: MPI_REAL16 },
  [abi.MPI_TYPECLASS_COMPLEX]: { 4: MPI_COMPLEX4, 8: MPI_COMPLEX8, 16: MPI_COMPLEX16, 32: MPI_COMPLEX32 },
}

interface Contents {
  readonly integers: readonly number[]
  readonly addresses: readonly number[]
  /** Those that were given as MPI_Count. */
  readonly counts: readonly number[]
}

/** How datatypes were made (MPI 4.1, 5.1.13), and which of MPI's own has a size (19.1.9). */
export function datatypeContents(guest: Guest): Imports {
  const { memory } = guest

  function contentsOf(type: Datatype): Contents {
    const { integers, addresses } = type.envelope
    return guest.ofLargeCounts.has(type) ? largeContents(type) : { integers, addresses, counts: [] }
  }

  /** What was made with large counts is told by the calls that have such. @throws CrossmemRangeError ERR_DATATYPE */
  function requireSmall(counts: readonly number[]): void {
    if (counts.length === 0) return
    throw new CrossmemRangeError(
      'ERR_DATATYPE',
      'this datatype was made with large counts: ask with MPI_Type_get_envelope_c and MPI_Type_get_contents_c',
    )
  }

  /** A handle for one that another is made of; the program frees it, unless it is MPI's own. */
  function handleOf(type: Datatype): number {
    const fixed = basicHandles.get(type)
    if (fixed !== undefined) return fixed
    guest.commit(type)
    return guest.datatypes.add(type)
  }

  return {
    MPI_Type_get_envelope(datatype: number, integers: number, addresses: number, types: number, combiner: number) {
      const { envelope } = guest.datatypes.get(datatype)
      const contents = contentsOf(guest.datatypes.get(datatype))
      requireSmall(contents.counts)
      memory.putInt(integers, contents.integers.length)
      memory.putInt(addresses, contents.addresses.length)
      memory.putInt(types, envelope.datatypes.length)
      memory.putInt(combiner, COMBINERS[envelope.combiner])
      return MPI_SUCCESS
    },
    MPI_Type_get_envelope_c(
      datatype: number,
      integers: number,
      addresses: number,
      counts: number,
      types: number,
      combiner: number,
    ) {
      const { envelope } = guest.datatypes.get(datatype)
      const contents = contentsOf(guest.datatypes.get(datatype))
      guest.putLong(integers, contents.integers.length)
      guest.putLong(addresses, contents.addresses.length)
      guest.putLong(counts, contents.counts.length)
      guest.putLong(types, envelope.datatypes.length)
      memory.putInt(combiner, COMBINERS[envelope.combiner])
      return MPI_SUCCESS
    },
    MPI_Type_get_contents(
      datatype: number,
      maxIntegers: number,
      maxAddresses: number,
      maxDatatypes: number,
      integers: number,
      addresses: number,
      types: number,
    ) {
      const type = guest.datatypes.get(datatype)
      const contents = contentsOf(type)
      requireSmall(contents.counts)
      checkRoom(type, maxIntegers >= contents.integers.length && maxAddresses >= contents.addresses.length)
      checkRoom(type, maxDatatypes >= type.envelope.datatypes.length)
      guest.putInts(integers, maxIntegers, contents.integers)
      guest.putInts(addresses, maxAddresses, contents.addresses)
      guest.putInts(types, maxDatatypes, type.envelope.datatypes.map(handleOf))
      return MPI_SUCCESS
    },
    MPI_Type_get_contents_c(
      datatype: number,
      maxIntegers: bigint,
      maxAddresses: bigint,
      maxCounts: bigint,
      maxDatatypes: bigint,
      integers: number,
      addresses: number,
      counts: number,
      types: number,
    ) {
      const type = guest.datatypes.get(datatype)
      const contents = contentsOf(type)
      checkRoom(type, maxIntegers >= contents.integers.length && maxAddresses >= contents.addresses.length)
      checkRoom(type, maxCounts >= contents.counts.length && maxDatatypes >= type.envelope.datatypes.length)
      guest.putInts(integers, Number(maxIntegers), contents.integers)
      guest.putInts(addresses, Number(maxAddresses), contents.addresses)
      contents.counts.forEach((count, index) => {
        guest.putLong(counts + 8 * index, count)
      })
      guest.putInts(types, Number(maxDatatypes), type.envelope.datatypes.map(handleOf))
      return MPI_SUCCESS
    },
    MPI_Type_match_size(typeclass: number, size: number, datatype: number) {
      const found = BY_SIZE[typeclass]?.[size]
      if (found === undefined) {
        throw new CrossmemRangeError('ERR_SHAPE', `MPI has no datatype of class ${typeclass} and ${size} bytes`)
      }
      memory.putInt(datatype, found)
      return MPI_SUCCESS
    },
    MPI_Type_get_value_index(value: number, index: number, datatype: number) {
      const found = predefinedDatatypes.find(({ parts }) => parts?.[0] === value && parts[1] === index)
      memory.putInt(datatype, found?.handle ?? MPI_DATATYPE_NULL)
      return MPI_SUCCESS
    },
  }
}

/** @throws CrossmemRangeError ERR_DATATYPE for one that is MPI's own; ERR_COUNT */
function checkRoom({ envelope, name }: Datatype, isEnough: boolean): void {
  if (envelope.combiner === 'named') {
    throw new CrossmemRangeError('ERR_DATATYPE', `${name} is a datatype of MPI itself, and made of nothing`)
  }
  if (!isEnough)
    throw new CrossmemRangeError('ERR_COUNT', 'there is no room for all contents: ask for the envelope first')
}

/** Of datatypes that were made with large counts, only what are no counts is int. */
function largeContents({ envelope }: Datatype): Contents {
  const { combiner, integers, addresses } = envelope
  if (combiner === 'subarray') {
    return { integers: [integers[0], integers.at(-1)!], addresses: [], counts: integers.slice(1, -1) }
  }
  if (combiner === 'darray') {
    const sizes = 3 + integers[2]
    return {
      integers: [...integers.slice(0, 3), ...integers.slice(sizes)],
      addresses: [],
      counts: integers.slice(3, sizes),
    }
  }
  return { integers: [], addresses: [], counts: [...integers, ...addresses] }
}
