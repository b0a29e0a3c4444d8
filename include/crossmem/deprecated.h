/* Deprecated, and those that MPI-3.0 removed and old programs still call (MPI 4.1, chapters 16 and 17). */

CROSSMEM_IMPORT(int, MPI_Attr_delete, (MPI_Comm comm, int keyval));
CROSSMEM_IMPORT(int, MPI_Attr_get, (MPI_Comm comm, int keyval, void *attribute_val, int *flag));
CROSSMEM_IMPORT(int, MPI_Attr_put, (MPI_Comm comm, int keyval, void *attribute_val));
CROSSMEM_IMPORT(int, MPI_Get_elements_x, (const MPI_Status *status, MPI_Datatype datatype, MPI_Count *count));
CROSSMEM_IMPORT(int, MPI_Info_get, (MPI_Info info, const char *key, int valuelen, char *value, int *flag));
CROSSMEM_IMPORT(int, MPI_Info_get_valuelen, (MPI_Info info, const char *key, int *valuelen, int *flag));
CROSSMEM_IMPORT(int, MPI_Keyval_create, (MPI_Copy_function *copy_fn, MPI_Delete_function *delete_fn, int *keyval,
  void *extra_state));
CROSSMEM_IMPORT(int, MPI_Keyval_free, (int *keyval));
CROSSMEM_IMPORT(int, MPI_Status_set_elements_x, (MPI_Status *status, MPI_Datatype datatype, MPI_Count count));
CROSSMEM_IMPORT(int, MPI_Type_get_extent_x, (MPI_Datatype datatype, MPI_Count *lb, MPI_Count *extent));
CROSSMEM_IMPORT(int, MPI_Type_get_true_extent_x, (MPI_Datatype datatype, MPI_Count *true_lb, MPI_Count *true_extent));
CROSSMEM_IMPORT(int, MPI_Type_size_x, (MPI_Datatype datatype, MPI_Count *size));
CROSSMEM_IMPORT(int, MPI_Address, (void *location, MPI_Aint *address));
CROSSMEM_IMPORT(int, MPI_Errhandler_create, (MPI_Handler_function *handler_fn, MPI_Errhandler *errhandler));
CROSSMEM_IMPORT(int, MPI_Errhandler_get, (MPI_Comm comm, MPI_Errhandler *errhandler));
CROSSMEM_IMPORT(int, MPI_Errhandler_set, (MPI_Comm comm, MPI_Errhandler errhandler));
CROSSMEM_IMPORT(int, MPI_Type_extent, (MPI_Datatype datatype, MPI_Aint *extent));
CROSSMEM_IMPORT(int, MPI_Type_hindexed, (int count, int array_of_blocklengths[], MPI_Aint array_of_displacements[],
  MPI_Datatype oldtype, MPI_Datatype *newtype));
CROSSMEM_IMPORT(int, MPI_Type_hvector, (int count, int blocklength, MPI_Aint stride, MPI_Datatype oldtype,
  MPI_Datatype *newtype));
CROSSMEM_IMPORT(int, MPI_Type_lb, (MPI_Datatype datatype, MPI_Aint *displacement));
CROSSMEM_IMPORT(int, MPI_Type_struct, (int count, int array_of_blocklengths[], MPI_Aint array_of_displacements[],
  MPI_Datatype array_of_types[], MPI_Datatype *newtype));
CROSSMEM_IMPORT(int, MPI_Type_ub, (MPI_Datatype datatype, MPI_Aint *displacement));
