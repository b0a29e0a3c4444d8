/** MPI_Status on wasm32: eight ints, of which three are public (MPI 5.0's standard ABI). Offsets and sizes in bytes. */

export const STATUS_BYTES = 32
export const STATUS_SOURCE = 0
export const STATUS_TAG = 4
export const STATUS_ERROR = 8

/** Five ints that only the library reads. */
export const STATUS_INTERNAL = 12
