/** Matches a message from any rank. */
export const ANY_SOURCE = -1
/** Matches a message with any tag. */
export const ANY_TAG = -1
/** A partner that is nobody: what is sent there vanishes, what is received from there is empty. */
export const PROC_NULL = -2
/** As root of an intercommunicator's collective: this rank is it. The others of its group give PROC_NULL, and the other group its rank. */
export const ROOT = -3
/**
 * Stands for a buffer of a collective whose content is in the other buffer already (MPI_IN_PLACE): as `send`, for what this rank
 * sends, which then lies in `recv` where its part comes to lie; as `recv` of scatter's root, for the part that stays in `send`.
 */
export const IN_PLACE: unique symbol = Symbol('IN_PLACE')
export type InPlace = typeof IN_PLACE
/** The largest tag. */
export const TAG_UB = 2 ** 30
/** Of splitType: ranks that can share memory. */
export const COMM_TYPE_SHARED = 'shared'
/** Bytes of an attached buffer that each buffered message takes at most beside its own (MPI_BSEND_OVERHEAD). */
export const BSEND_OVERHEAD = 512
/** Attached instead of a buffer: memory is found for each buffered message as it comes (MPI_BUFFER_AUTOMATIC). */
export const BUFFER_AUTOMATIC: unique symbol = Symbol('BUFFER_AUTOMATIC')
