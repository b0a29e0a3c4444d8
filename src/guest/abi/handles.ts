/**
 * The C handles with a fixed value: MPI 5.0's standard ABI (appendix on constants). A handle is a number below 0x1000 in
 * the guest's pointer type; those that a program makes are above it. Datatypes and operations have files of their own.
 */

/** Handles below this are the ABI's; zero is none at all. */
export const HANDLES_MADE_FROM = 0x1000

export const MPI_COMM_NULL = 0x100
export const MPI_COMM_WORLD = 0x101
export const MPI_COMM_SELF = 0x102

export const MPI_GROUP_NULL = 0x108
export const MPI_GROUP_EMPTY = 0x109

export const MPI_WIN_NULL = 0x110

export const MPI_FILE_NULL = 0x118

export const MPI_SESSION_NULL = 0x120

export const MPI_MESSAGE_NULL = 0x128
export const MPI_MESSAGE_NO_PROC = 0x129

export const MPI_INFO_NULL = 0x130
export const MPI_INFO_ENV = 0x131

export const MPI_ERRHANDLER_NULL = 0x140
export const MPI_ERRORS_ARE_FATAL = 0x141
export const MPI_ERRORS_ABORT = 0x142
export const MPI_ERRORS_RETURN = 0x143

export const MPI_REQUEST_NULL = 0x180
