import { type Basic, basic } from '../mpi/datatype/basic.ts'
import type { Datatype } from '../mpi/datatype/datatype.ts'
import { named, namedPair } from '../mpi/datatype/named.ts'
import { MPI_AINT, MPI_WCHAR, predefinedDatatypes } from './abi/datatypes.ts'

/** What has another size in external32 than on wasm32. */
const EXTERNAL_SIZES: Record<number, number> = { [MPI_AINT]: 8, [MPI_WCHAR]: 2 }

const basics = new Map<number, Basic>()
for (const { handle, name, kind, size } of predefinedDatatypes) {
  if (kind !== 'pair') basics.set(handle, basic(name, kind, size, EXTERNAL_SIZES[handle] ?? size))
}

/** The predefined datatypes, by handle. */
export const basicDatatypes: ReadonlyMap<number, Datatype> = new Map(
  predefinedDatatypes.map(({ handle, name, parts }) => [
    handle,
    parts === undefined ? named(basics.get(handle)!) : namedPair(name, basics.get(parts[0])!, basics.get(parts[1])!),
  ]),
)

/** The handle of a predefined datatype. */
export const basicHandles: ReadonlyMap<Datatype, number> = new Map(
  [...basicDatatypes].map(([handle, datatype]) => [datatype, handle]),
)
