export { CrossmemError, CrossmemRangeError, CrossmemTypeError, SystemError } from '../errors.ts'
export type { Bytes, TypedArray, TypedArrayConstructor } from '../memory/bytes.ts'
export type { Protocol } from '../transport/protocol.ts'
export type { Traffic } from '../transport/traffic.ts'
export { attachBuffer, detachBuffer, flushBuffer, iflushBuffer } from './attached-buffer.ts'
export type { Keyval } from './attributes.ts'
export { wtime } from './clock.ts'
export {
  type CartesianCommunicator,
  Communicator,
  type CreateGroupOptions,
  type DistGraphCommunicator,
  type GraphCommunicator,
  type SplitOptions,
  type SplitTypeOptions,
} from './communicator.ts'
export type { Acquaintance } from './communicator-base.ts'
export { CONGRUENT, type Comparison, IDENT, SIMILAR, UNEQUAL } from './comparison.ts'
export {
  ANY_SOURCE,
  ANY_TAG,
  BSEND_OVERHEAD,
  BUFFER_AUTOMATIC,
  COMM_TYPE_SHARED,
  IN_PLACE,
  type InPlace,
  PROC_NULL,
  ROOT,
  TAG_UB,
} from './constants.ts'
export { type ArrayOrder, ORDER_C, ORDER_FORTRAN } from './datatype/array-order.ts'
export {
  type DarrayOptions,
  DISTRIBUTE_BLOCK,
  DISTRIBUTE_CYCLIC,
  DISTRIBUTE_DFLT_DARG,
  DISTRIBUTE_NONE,
  darray,
} from './datatype/darray.ts'
export { Datatype } from './datatype/datatype.ts'
export type { Combiner, Envelope } from './datatype/envelope.ts'
export { packExternal, packExternalSize, unpackExternal } from './datatype/external32.ts'
export { hindexed, hindexedBlock, indexed, indexedBlock } from './datatype/indexed.ts'
export { Layout, type Placement } from './datatype/layout.ts'
export { BYTE, FLOAT32, FLOAT64, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 } from './datatype/named.ts'
export { pack, packSize, unpack } from './datatype/pack.ts'
export { dup, resized } from './datatype/resized.ts'
export { struct } from './datatype/struct.ts'
export { subarray } from './datatype/subarray.ts'
export { contiguous, hvector, vector } from './datatype/vector.ts'
export { ErrorClass } from './error-class.ts'
export {
  addErrorClass,
  addErrorCode,
  addErrorString,
  errorClassOf,
  errorString,
  removeErrorClass,
  removeErrorCode,
  removeErrorString,
  UserError,
} from './error-codes.ts'
export { createFromGroup, type FromGroupsOptions, intercommCreateFromGroups } from './from-groups.ts'
export { type GeneralizedFunctions, type GeneralizedRequest, greqStart } from './generalized-request.ts'
export { GROUP_EMPTY, Group, type RankRange } from './group.ts'
export { alloc, free } from './heap.ts'
export { Intercommunicator, type MergeOptions } from './intercommunicator.ts'
export { Loan } from './loan.ts'
export { MatchedMessage } from './matched-message.ts'
export { BAND, BOR, BXOR, LAND, LOR, LXOR, MAX, MIN, type Op, PROD, REPLACE, SUM } from './op.ts'
export type { Completion } from './open-requests.ts'
export { MAXLOC, MINLOC } from './pair-ops.ts'
export type { PartitionedReceiveOptions, PartitionedSendOptions } from './partitioned/partitioned-messages.ts'
export { PartitionedReceive } from './partitioned/partitioned-receive.ts'
export { PartitionedSend } from './partitioned/partitioned-send.ts'
export { PersistentRequest, startAll } from './persistent-request.ts'
export type { ReceiveOptions, SendOptions, SendrecvOptions, SendrecvReplaceOptions } from './point-to-point.ts'
export { Request } from './request.ts'
export { testAll, testAny, testSome, waitAll, waitAny, waitSome } from './request-sets.ts'
export { getStatusAll, getStatusAny, getStatusSome } from './request-statuses.ts'
export { Status } from './status.ts'
export { type CartCreateOptions, CartesianTopology, type Shift } from './topologies/cartesian.ts'
export { dimsCreate } from './topologies/dims-create.ts'
export { type AdjacentEdges, DistGraphTopology, type Edges } from './topologies/dist-graph.ts'
export { type GraphCreateOptions, GraphTopology } from './topologies/graph.ts'
export type { Topology } from './topologies/topology.ts'
export { traffic } from './traffic.ts'
export { self, world } from './world.ts'
