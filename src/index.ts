/**
 * Memory across processes on Linux: attach to another process's memory, or share memory with it.
 * MPI programs import `crossmem/mpi`.
 */
export { addressOf } from './attach/address-of.ts'
export { attach } from './attach/attach.ts'
export { AttachError } from './attach/attach-error.ts'
export { type CancelSignal, type CopyOptions, type CopyRequest, copy, type EngineName } from './attach/copy.ts'
export type { CopyEnd } from './attach/copy-end.ts'
export { CopyJob } from './attach/copy-job.ts'
export type { Mapping } from './attach/mappings.ts'
export { ProcessMemory } from './attach/process-memory.ts'
export { createRegion, type Region, type RegionAccess, type RegionOptions, type RegionParts } from './attach/region.ts'
export type { RemoteRange } from './attach/remote-range.ts'
export { CrossmemError, CrossmemRangeError, CrossmemTypeError, SystemError } from './errors.ts'
export type { Bytes } from './memory/bytes.ts'
export { SharedMemory, type SharedMemorySource } from './memory/shared-memory.ts'
export { permitAttach } from './os/prctl.ts'
