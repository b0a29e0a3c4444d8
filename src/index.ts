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
export type { BackingKind } from './attach/vmfd/backing.ts'
export type { HandOverOptions, Socket } from './attach/vmfd/hand-over.ts'
export type { MappedWindow } from './attach/vmfd/mapped-window.ts'
export type { StreamOptions } from './attach/vmfd/streams.ts'
export { Vmfd, type VmfdPromises } from './attach/vmfd/vmfd.ts'
export { type VmfdOptions, vmfd } from './attach/vmfd.ts'
export { CrossmemError, CrossmemRangeError, CrossmemTypeError, SystemError } from './errors.ts'
export type { Bytes } from './memory/bytes.ts'
export { SharedMemory, type SharedMemorySource } from './memory/shared-memory.ts'
export { permitAttach } from './os/prctl.ts'
