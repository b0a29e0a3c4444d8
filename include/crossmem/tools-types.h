/* The tools interface: types and constants (MPI 4.1, chapter 15; values of MPI 5.0's standard ABI). */

typedef struct crossmem_t_enum *MPI_T_enum;
typedef struct crossmem_t_cvar_handle *MPI_T_cvar_handle;
typedef struct crossmem_t_pvar_handle *MPI_T_pvar_handle;
typedef struct crossmem_t_pvar_session *MPI_T_pvar_session;
typedef struct crossmem_t_event_registration *MPI_T_event_registration;
typedef struct crossmem_t_event_instance *MPI_T_event_instance;

#define MPI_T_ENUM_NULL                   ((MPI_T_enum)0)
#define MPI_T_CVAR_HANDLE_NULL            ((MPI_T_cvar_handle)0)
#define MPI_T_PVAR_SESSION_NULL           ((MPI_T_pvar_session)0)
#define MPI_T_PVAR_HANDLE_NULL            ((MPI_T_pvar_handle)0)
#define MPI_T_PVAR_ALL_HANDLES            ((MPI_T_pvar_handle)1)

typedef enum MPI_T_cb_safety {
  MPI_T_CB_REQUIRE_NONE = 0x0,
  MPI_T_CB_REQUIRE_MPI_RESTRICTED = 0x3,
  MPI_T_CB_REQUIRE_THREAD_SAFE = 0xf,
  MPI_T_CB_REQUIRE_ASYNC_SIGNAL_SAFE = 0x3f
} MPI_T_cb_safety;

typedef enum MPI_T_source_order {
  MPI_T_SOURCE_ORDERED = 1,
  MPI_T_SOURCE_UNORDERED = 2
} MPI_T_source_order;

/* How much a variable says, and to whom. */
#define MPI_T_VERBOSITY_USER_BASIC        0x9
#define MPI_T_VERBOSITY_USER_DETAIL       0xa
#define MPI_T_VERBOSITY_USER_ALL          0xc
#define MPI_T_VERBOSITY_TUNER_BASIC       0x11
#define MPI_T_VERBOSITY_TUNER_DETAIL      0x12
#define MPI_T_VERBOSITY_TUNER_ALL         0x14
#define MPI_T_VERBOSITY_MPIDEV_BASIC      0x21
#define MPI_T_VERBOSITY_MPIDEV_DETAIL     0x22
#define MPI_T_VERBOSITY_MPIDEV_ALL        0x24

/* What a variable belongs to. */
#define MPI_T_BIND_NO_OBJECT              1
#define MPI_T_BIND_MPI_COMM               2
#define MPI_T_BIND_MPI_DATATYPE           3
#define MPI_T_BIND_MPI_ERRHANDLER         4
#define MPI_T_BIND_MPI_FILE               5
#define MPI_T_BIND_MPI_GROUP              6
#define MPI_T_BIND_MPI_OP                 7
#define MPI_T_BIND_MPI_REQUEST            8
#define MPI_T_BIND_MPI_WIN                9
#define MPI_T_BIND_MPI_MESSAGE            10
#define MPI_T_BIND_MPI_INFO               11
#define MPI_T_BIND_MPI_SESSION            12

/* When and for whom a control variable can be set. */
#define MPI_T_SCOPE_CONSTANT              1
#define MPI_T_SCOPE_READONLY              2
#define MPI_T_SCOPE_LOCAL                 3
#define MPI_T_SCOPE_GROUP                 4
#define MPI_T_SCOPE_GROUP_EQ              5
#define MPI_T_SCOPE_ALL                   6
#define MPI_T_SCOPE_ALL_EQ                7

/* Classes of performance variables. */
#define MPI_T_PVAR_CLASS_STATE            1
#define MPI_T_PVAR_CLASS_LEVEL            2
#define MPI_T_PVAR_CLASS_SIZE             3
#define MPI_T_PVAR_CLASS_PERCENTAGE       4
#define MPI_T_PVAR_CLASS_HIGHWATERMARK    5
#define MPI_T_PVAR_CLASS_LOWWATERMARK     6
#define MPI_T_PVAR_CLASS_COUNTER          7
#define MPI_T_PVAR_CLASS_AGGREGATE        8
#define MPI_T_PVAR_CLASS_TIMER            9
#define MPI_T_PVAR_CLASS_GENERIC          10

/* Callbacks of events. */
typedef void MPI_T_event_cb_function(MPI_T_event_instance event_instance,
  MPI_T_event_registration event_registration, MPI_T_cb_safety cb_safety, void *user_data);
typedef void MPI_T_event_free_cb_function(MPI_T_event_registration event_registration, MPI_T_cb_safety cb_safety,
  void *user_data);
typedef void MPI_T_event_dropped_cb_function(MPI_Count count, MPI_T_event_registration event_registration,
  int source_index, MPI_T_cb_safety cb_safety, void *user_data);
