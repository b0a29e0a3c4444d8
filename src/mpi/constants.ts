/** Matches a message from any rank. */
export const ANY_SOURCE = -1
/** Matches a message with any tag. */
export const ANY_TAG = -1
/** A partner that is nobody: what is sent there vanishes, what is received from there is empty. */
export const PROC_NULL = -2
/** The largest tag. */
export const TAG_UB = 2 ** 30
/** Of splitType: ranks that can share memory. */
export const COMM_TYPE_SHARED = 'shared'
