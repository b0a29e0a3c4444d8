/* Integer types, statuses, callbacks, and pointers with a meaning of their own (MPI 5.0's standard ABI). */

typedef intptr_t MPI_Aint;
typedef int64_t MPI_Offset;
typedef int64_t MPI_Count;

typedef struct {
  int MPI_SOURCE;
  int MPI_TAG;
  int MPI_ERROR;
  int MPI_internal[5];
} MPI_Status;

/* As Fortran would have them. */
typedef int MPI_Fint;
typedef MPI_Status MPI_F08_status;

#define MPI_F_STATUS_SIZE         8
#define MPI_F_SOURCE              0
#define MPI_F_TAG                 1
#define MPI_F_ERROR               2

#define MPI_BOTTOM                ((void *)0)
#define MPI_IN_PLACE              ((void *)1)
#define MPI_BUFFER_AUTOMATIC      ((void *)2)

#define MPI_STATUS_IGNORE         ((MPI_Status *)0)
#define MPI_STATUSES_IGNORE       ((MPI_Status *)0)
#define MPI_F_STATUS_IGNORE       ((MPI_Fint *)0)
#define MPI_F_STATUSES_IGNORE     ((MPI_Fint *)0)
#define MPI_F08_STATUS_IGNORE     ((MPI_F08_status *)0)
#define MPI_F08_STATUSES_IGNORE   ((MPI_F08_status *)0)
#define MPI_ARGV_NULL             ((char **)0)
#define MPI_ARGVS_NULL            ((char ***)0)
#define MPI_ERRCODES_IGNORE       ((int *)0)
#define MPI_UNWEIGHTED            ((int *)10)
#define MPI_WEIGHTS_EMPTY         ((int *)11)
#define MPI_DISPLACEMENT_CURRENT  ((MPI_Offset)-1)

/* Operations of a program's own. */
typedef void MPI_User_function(void *invec, void *inoutvec, int *len, MPI_Datatype *datatype);
typedef void MPI_User_function_c(void *invec, void *inoutvec, MPI_Count *len, MPI_Datatype *datatype);

/* Generalized requests. */
typedef int MPI_Grequest_query_function(void *extra_state, MPI_Status *status);
typedef int MPI_Grequest_free_function(void *extra_state);
typedef int MPI_Grequest_cancel_function(void *extra_state, int complete);

/* Attributes. */
typedef int MPI_Comm_copy_attr_function(MPI_Comm comm, int keyval, void *extra_state, void *attribute_val_in,
  void *attribute_val_out, int *flag);
typedef int MPI_Comm_delete_attr_function(MPI_Comm comm, int keyval, void *attribute_val, void *extra_state);
typedef int MPI_Type_copy_attr_function(MPI_Datatype datatype, int keyval, void *extra_state, void *attribute_val_in,
  void *attribute_val_out, int *flag);
typedef int MPI_Type_delete_attr_function(MPI_Datatype datatype, int keyval, void *attribute_val, void *extra_state);
typedef int MPI_Win_copy_attr_function(MPI_Win win, int keyval, void *extra_state, void *attribute_val_in,
  void *attribute_val_out, int *flag);
typedef int MPI_Win_delete_attr_function(MPI_Win win, int keyval, void *attribute_val, void *extra_state);
typedef MPI_Comm_copy_attr_function MPI_Copy_function;
typedef MPI_Comm_delete_attr_function MPI_Delete_function;

#define MPI_NULL_COPY_FN          ((MPI_Copy_function *)0)
#define MPI_DUP_FN                ((MPI_Copy_function *)1)
#define MPI_NULL_DELETE_FN        ((MPI_Delete_function *)0)
#define MPI_COMM_NULL_COPY_FN     ((MPI_Comm_copy_attr_function *)0)
#define MPI_COMM_DUP_FN           ((MPI_Comm_copy_attr_function *)1)
#define MPI_COMM_NULL_DELETE_FN   ((MPI_Comm_delete_attr_function *)0)
#define MPI_TYPE_NULL_COPY_FN     ((MPI_Type_copy_attr_function *)0)
#define MPI_TYPE_DUP_FN           ((MPI_Type_copy_attr_function *)1)
#define MPI_TYPE_NULL_DELETE_FN   ((MPI_Type_delete_attr_function *)0)
#define MPI_WIN_NULL_COPY_FN      ((MPI_Win_copy_attr_function *)0)
#define MPI_WIN_DUP_FN            ((MPI_Win_copy_attr_function *)1)
#define MPI_WIN_NULL_DELETE_FN    ((MPI_Win_delete_attr_function *)0)

/* Representations of data in files. */
typedef int MPI_Datarep_extent_function(MPI_Datatype datatype, MPI_Aint *extent, void *extra_state);
typedef int MPI_Datarep_conversion_function(void *userbuf, MPI_Datatype datatype, int count, void *filebuf,
  MPI_Offset position, void *extra_state);
typedef int MPI_Datarep_conversion_function_c(void *userbuf, MPI_Datatype datatype, MPI_Count count, void *filebuf,
  MPI_Offset position, void *extra_state);

#define MPI_CONVERSION_FN_NULL    ((MPI_Datarep_conversion_function *)0)
#define MPI_CONVERSION_FN_NULL_C  ((MPI_Datarep_conversion_function_c *)0)

/* Error handlers; each type has an older name. */
typedef void MPI_Comm_errhandler_function(MPI_Comm *comm, int *error_code, ...);
typedef void MPI_File_errhandler_function(MPI_File *file, int *error_code, ...);
typedef void MPI_Win_errhandler_function(MPI_Win *win, int *error_code, ...);
typedef void MPI_Session_errhandler_function(MPI_Session *session, int *error_code, ...);
typedef MPI_Comm_errhandler_function MPI_Comm_errhandler_fn;
typedef MPI_File_errhandler_function MPI_File_errhandler_fn;
typedef MPI_Win_errhandler_function MPI_Win_errhandler_fn;
typedef MPI_Session_errhandler_function MPI_Session_errhandler_fn;
typedef MPI_Comm_errhandler_function MPI_Handler_function;
