/* Integer constants (MPI 5.0's standard ABI). */

/* Longest strings, with the terminating zero. */
#define MPI_MAX_DATAREP_STRING         128
#define MPI_MAX_ERROR_STRING           512
#define MPI_MAX_INFO_KEY               256
#define MPI_MAX_INFO_VAL               1024
#define MPI_MAX_LIBRARY_VERSION_STRING 8192
#define MPI_MAX_OBJECT_NAME            128
#define MPI_MAX_PORT_NAME              1024
#define MPI_MAX_PROCESSOR_NAME         256
#define MPI_MAX_STRINGTAG_LEN          1024
#define MPI_MAX_PSET_NAME_LEN          1024

/* What a buffered message takes beside its content, at most. */
#define MPI_BSEND_OVERHEAD             512

/* MPI_File_open: bits. */
#define MPI_MODE_APPEND                1
#define MPI_MODE_CREATE                2
#define MPI_MODE_DELETE_ON_CLOSE       4
#define MPI_MODE_EXCL                  8
#define MPI_MODE_RDONLY                16
#define MPI_MODE_RDWR                  32
#define MPI_MODE_SEQUENTIAL            64
#define MPI_MODE_UNIQUE_OPEN           128
#define MPI_MODE_WRONLY                256

/* Assertions about windows: bits. */
#define MPI_MODE_NOCHECK               1024
#define MPI_MODE_NOPRECEDE             2048
#define MPI_MODE_NOPUT                 4096
#define MPI_MODE_NOSTORE               8192
#define MPI_MODE_NOSUCCEED             16384

/* Instead of a rank or a tag. */
#define MPI_ANY_SOURCE                 (-1)
#define MPI_ANY_TAG                    (-2)
#define MPI_PROC_NULL                  (-3)
#define MPI_ROOT                       (-4)
#define MPI_UNDEFINED                  (-32766)

/* Levels of thread support, in ascending order. */
#define MPI_THREAD_SINGLE              0
#define MPI_THREAD_FUNNELED            1024
#define MPI_THREAD_SERIALIZED          2048
#define MPI_THREAD_MULTIPLE            4096

/* MPI_Type_create_subarray, MPI_Type_create_darray. */
#define MPI_ORDER_C                    12
#define MPI_ORDER_FORTRAN              15
#define MPI_DISTRIBUTE_NONE            16
#define MPI_DISTRIBUTE_BLOCK           17
#define MPI_DISTRIBUTE_CYCLIC          18
#define MPI_DISTRIBUTE_DFLT_DARG       19

/* MPI_Type_get_envelope. */
#define MPI_COMBINER_NAMED             101
#define MPI_COMBINER_DUP               102
#define MPI_COMBINER_CONTIGUOUS        103
#define MPI_COMBINER_VECTOR            104
#define MPI_COMBINER_HVECTOR           105
#define MPI_COMBINER_INDEXED           106
#define MPI_COMBINER_HINDEXED          107
#define MPI_COMBINER_INDEXED_BLOCK     108
#define MPI_COMBINER_HINDEXED_BLOCK    109
#define MPI_COMBINER_STRUCT            110
#define MPI_COMBINER_SUBARRAY          111
#define MPI_COMBINER_DARRAY            112
#define MPI_COMBINER_F90_REAL          113
#define MPI_COMBINER_F90_COMPLEX       114
#define MPI_COMBINER_F90_INTEGER       115
#define MPI_COMBINER_RESIZED           116
#define MPI_COMBINER_VALUE_INDEX       117

/* MPI_Type_match_size. */
#define MPI_TYPECLASS_INTEGER          192
#define MPI_TYPECLASS_REAL             193
#define MPI_TYPECLASS_COMPLEX          194

/* MPI_Comm_compare, MPI_Group_compare. */
#define MPI_IDENT                      201
#define MPI_CONGRUENT                  202
#define MPI_SIMILAR                    203
#define MPI_UNEQUAL                    204

/* MPI_Topo_test. */
#define MPI_CART                       211
#define MPI_GRAPH                      212
#define MPI_DIST_GRAPH                 213

/* MPI_Comm_split_type. */
#define MPI_COMM_TYPE_SHARED           221
#define MPI_COMM_TYPE_HW_UNGUIDED      222
#define MPI_COMM_TYPE_HW_GUIDED        223
#define MPI_COMM_TYPE_RESOURCE_GUIDED  224

/* MPI_Win_lock. */
#define MPI_LOCK_EXCLUSIVE             301
#define MPI_LOCK_SHARED                302

/* Attributes of windows: values. */
#define MPI_WIN_FLAVOR_CREATE          311
#define MPI_WIN_FLAVOR_ALLOCATE        312
#define MPI_WIN_FLAVOR_DYNAMIC         313
#define MPI_WIN_FLAVOR_SHARED          314
#define MPI_WIN_UNIFIED                321
#define MPI_WIN_SEPARATE               322

/* MPI_File_seek. */
#define MPI_SEEK_CUR                   401
#define MPI_SEEK_END                   402
#define MPI_SEEK_SET                   403

/* Keys of predefined attributes. */
#define MPI_KEYVAL_INVALID             0

/* of communicators. */
#define MPI_TAG_UB                     501
#define MPI_IO                         502
#define MPI_HOST                       503
#define MPI_WTIME_IS_GLOBAL            504
#define MPI_APPNUM                     505
#define MPI_LASTUSEDCODE               506
#define MPI_UNIVERSE_SIZE              507

/* of windows. */
#define MPI_WIN_BASE                   601
#define MPI_WIN_DISP_UNIT              602
#define MPI_WIN_SIZE                   603
#define MPI_WIN_CREATE_FLAVOR          604
#define MPI_WIN_MODEL                  605
