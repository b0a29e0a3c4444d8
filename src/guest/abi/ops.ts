/** The predefined operations' handles (MPI 5.0's standard ABI; MPI 4.1, 6.9.2). */

export const MPI_OP_NULL = 0x20
export const MPI_SUM = 0x21
export const MPI_MIN = 0x22
export const MPI_MAX = 0x23
export const MPI_PROD = 0x24
export const MPI_BAND = 0x28
export const MPI_BOR = 0x29
export const MPI_BXOR = 0x2a
export const MPI_LAND = 0x30
export const MPI_LOR = 0x31
export const MPI_LXOR = 0x32
export const MPI_MINLOC = 0x38
export const MPI_MAXLOC = 0x39
export const MPI_REPLACE = 0x3c
export const MPI_NO_OP = 0x3d
