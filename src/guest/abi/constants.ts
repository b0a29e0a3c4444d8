/** Integer constants (MPI 5.0's standard ABI): wildcards, modes, kinds, keys of attributes, longest strings. */

// Longest strings, with the terminating zero
export const MPI_MAX_DATAREP_STRING = 128
export const MPI_MAX_ERROR_STRING = 512
export const MPI_MAX_INFO_KEY = 256
export const MPI_MAX_INFO_VAL = 1024
export const MPI_MAX_LIBRARY_VERSION_STRING = 8192
export const MPI_MAX_OBJECT_NAME = 128
export const MPI_MAX_PORT_NAME = 1024
export const MPI_MAX_PROCESSOR_NAME = 256
export const MPI_MAX_STRINGTAG_LEN = 1024
export const MPI_MAX_PSET_NAME_LEN = 1024

// What a buffered message takes beside its content, at most
export const MPI_BSEND_OVERHEAD = 512

// MPI_File_open: bits
export const MPI_MODE_APPEND = 1
export const MPI_MODE_CREATE = 2
export const MPI_MODE_DELETE_ON_CLOSE = 4
export const MPI_MODE_EXCL = 8
export const MPI_MODE_RDONLY = 16
export const MPI_MODE_RDWR = 32
export const MPI_MODE_SEQUENTIAL = 64
export const MPI_MODE_UNIQUE_OPEN = 128
export const MPI_MODE_WRONLY = 256

// Assertions about windows: bits
export const MPI_MODE_NOCHECK = 1024
export const MPI_MODE_NOPRECEDE = 2048
export const MPI_MODE_NOPUT = 4096
export const MPI_MODE_NOSTORE = 8192
export const MPI_MODE_NOSUCCEED = 16384

// Instead of a rank or a tag
export const MPI_ANY_SOURCE = -1
export const MPI_ANY_TAG = -2
export const MPI_PROC_NULL = -3
export const MPI_ROOT = -4
export const MPI_UNDEFINED = -32766

// Levels of thread support, in ascending order
export const MPI_THREAD_SINGLE = 0
export const MPI_THREAD_FUNNELED = 1024
export const MPI_THREAD_SERIALIZED = 2048
export const MPI_THREAD_MULTIPLE = 4096

// MPI_Type_create_subarray, MPI_Type_create_darray
export const MPI_ORDER_C = 12
export const MPI_ORDER_FORTRAN = 15
export const MPI_DISTRIBUTE_NONE = 16
export const MPI_DISTRIBUTE_BLOCK = 17
export const MPI_DISTRIBUTE_CYCLIC = 18
export const MPI_DISTRIBUTE_DFLT_DARG = 19

// MPI_Type_get_envelope
export const MPI_COMBINER_NAMED = 101
export const MPI_COMBINER_DUP = 102
export const MPI_COMBINER_CONTIGUOUS = 103
export const MPI_COMBINER_VECTOR = 104
export const MPI_COMBINER_HVECTOR = 105
export const MPI_COMBINER_INDEXED = 106
export const MPI_COMBINER_HINDEXED = 107
export const MPI_COMBINER_INDEXED_BLOCK = 108
export const MPI_COMBINER_HINDEXED_BLOCK = 109
export const MPI_COMBINER_STRUCT = 110
export const MPI_COMBINER_SUBARRAY = 111
export const MPI_COMBINER_DARRAY = 112
export const MPI_COMBINER_F90_REAL = 113
export const MPI_COMBINER_F90_COMPLEX = 114
export const MPI_COMBINER_F90_INTEGER = 115
export const MPI_COMBINER_RESIZED = 116
export const MPI_COMBINER_VALUE_INDEX = 117

// MPI_Type_match_size
export const MPI_TYPECLASS_INTEGER = 192
export const MPI_TYPECLASS_REAL = 193
export const MPI_TYPECLASS_COMPLEX = 194

// MPI_Comm_compare, MPI_Group_compare
export const MPI_IDENT = 201
export const MPI_CONGRUENT = 202
export const MPI_SIMILAR = 203
export const MPI_UNEQUAL = 204

// MPI_Topo_test
export const MPI_CART = 211
export const MPI_GRAPH = 212
export const MPI_DIST_GRAPH = 213

// MPI_Comm_split_type
export const MPI_COMM_TYPE_SHARED = 221
export const MPI_COMM_TYPE_HW_UNGUIDED = 222
export const MPI_COMM_TYPE_HW_GUIDED = 223
export const MPI_COMM_TYPE_RESOURCE_GUIDED = 224

// MPI_Win_lock
export const MPI_LOCK_EXCLUSIVE = 301
export const MPI_LOCK_SHARED = 302

// Attributes of windows: values
export const MPI_WIN_FLAVOR_CREATE = 311
export const MPI_WIN_FLAVOR_ALLOCATE = 312
export const MPI_WIN_FLAVOR_DYNAMIC = 313
export const MPI_WIN_FLAVOR_SHARED = 314
export const MPI_WIN_UNIFIED = 321
export const MPI_WIN_SEPARATE = 322

// MPI_File_seek
export const MPI_SEEK_CUR = 401
export const MPI_SEEK_END = 402
export const MPI_SEEK_SET = 403

// Keys of predefined attributes
export const MPI_KEYVAL_INVALID = 0

// of communicators
export const MPI_TAG_UB = 501
export const MPI_IO = 502
export const MPI_HOST = 503
export const MPI_WTIME_IS_GLOBAL = 504
export const MPI_APPNUM = 505
export const MPI_LASTUSEDCODE = 506
export const MPI_UNIVERSE_SIZE = 507

// of windows
export const MPI_WIN_BASE = 601
export const MPI_WIN_DISP_UNIT = 602
export const MPI_WIN_SIZE = 603
export const MPI_WIN_CREATE_FLAVOR = 604
export const MPI_WIN_MODEL = 605
