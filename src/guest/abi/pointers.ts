/** Pointers with a meaning of their own, and the callbacks that every MPI has (MPI 5.0's standard ABI). */

export const MPI_BOTTOM = 0
export const MPI_IN_PLACE = 1
export const MPI_BUFFER_AUTOMATIC = 2

export const MPI_STATUS_IGNORE = 0
export const MPI_STATUSES_IGNORE = 0
export const MPI_ARGV_NULL = 0
export const MPI_ARGVS_NULL = 0
export const MPI_ERRCODES_IGNORE = 0

export const MPI_UNWEIGHTED = 10
export const MPI_WEIGHTS_EMPTY = 11

// Attributes: copy nothing, copy the value, delete nothing. These are not indices of the function table.
export const MPI_NULL_COPY_FN = 0
export const MPI_DUP_FN = 1
export const MPI_NULL_DELETE_FN = 0
export const MPI_COMM_NULL_COPY_FN = 0
export const MPI_COMM_DUP_FN = 1
export const MPI_COMM_NULL_DELETE_FN = 0
export const MPI_TYPE_NULL_COPY_FN = 0
export const MPI_TYPE_DUP_FN = 1
export const MPI_TYPE_NULL_DELETE_FN = 0
export const MPI_WIN_NULL_COPY_FN = 0
export const MPI_WIN_DUP_FN = 1
export const MPI_WIN_NULL_DELETE_FN = 0
export const MPI_CONVERSION_FN_NULL = 0
export const MPI_CONVERSION_FN_NULL_C = 0
