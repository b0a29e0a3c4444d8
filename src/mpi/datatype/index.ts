export { type ArrayOrder, ORDER_C, ORDER_FORTRAN } from './array-order.ts'
export {
  type DarrayOptions,
  DISTRIBUTE_BLOCK,
  DISTRIBUTE_CYCLIC,
  DISTRIBUTE_DFLT_DARG,
  DISTRIBUTE_NONE,
  darray,
} from './darray.ts'
export { Datatype } from './datatype.ts'
export type { Combiner, Envelope } from './envelope.ts'
export { packExternal, packExternalSize, unpackExternal } from './external32.ts'
export { hindexed, hindexedBlock, indexed, indexedBlock } from './indexed.ts'
export { Layout, type Placement } from './layout.ts'
export { BYTE, FLOAT32, FLOAT64, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 } from './named.ts'
export { pack, packSize, unpack } from './pack.ts'
export { dup, resized } from './resized.ts'
export { struct } from './struct.ts'
export { subarray } from './subarray.ts'
export { contiguous, hvector, vector } from './vector.ts'
