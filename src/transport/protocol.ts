/**
 * The ways in which a message's bytes travel.
 *
 * | protocol | copies | who copies |
 * | --- | --- | --- |
 * | eager | 2, both in cache | the sender into the lane, the receiver out of it |
 * | mapped | 1 | the receiver out of the sender's arena, the sender into the receiver's arena, or both |
 * | attach | 1 | either end by process_vm_readv or process_vm_writev, or both |
 * | push | 1 | the sender alone, because the receiver may not pull |
 * | staged | 2 | the sender into its arena, the receiver out of it, piece by piece |
 * | borrowed | 0 | nobody: the receiver reads the sender's arena |
 * | self | 1 | a rank's message to itself |
 * | reduced | 0 | nobody: collectives combine the operands where they lie |
 */
export const PROTOCOLS = ['eager', 'mapped', 'attach', 'push', 'staged', 'borrowed', 'self', 'reduced'] as const
export type Protocol = (typeof PROTOCOLS)[number]

/** Those that a job can be forced to use (`crossmem run --protocol`). */
export const FORCIBLE = ['eager', 'mapped', 'attach', 'push', 'staged'] as const
export type Forced = (typeof FORCIBLE)[number]

export const EAGER = 0
export const MAPPED = 1
export const ATTACH = 2
export const PUSH = 3
export const STAGED = 4
export const BORROWED = 5
export const SELF = 6
export const REDUCED = 7
