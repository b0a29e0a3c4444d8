/* Sessions, processes that are started later, names of services (MPI 4.1, chapter 11). */

CROSSMEM_IMPORT(int, MPI_Close_port, (const char *port_name));
CROSSMEM_IMPORT(int, MPI_Comm_accept, (const char *port_name, MPI_Info info, int root, MPI_Comm comm,
  MPI_Comm *newcomm));
CROSSMEM_IMPORT(int, MPI_Comm_connect, (const char *port_name, MPI_Info info, int root, MPI_Comm comm,
  MPI_Comm *newcomm));
CROSSMEM_IMPORT(int, MPI_Comm_create_from_group, (MPI_Group group, const char *stringtag, MPI_Info info,
  MPI_Errhandler errhandler, MPI_Comm *newcomm));
CROSSMEM_IMPORT(int, MPI_Comm_disconnect, (MPI_Comm *comm));
CROSSMEM_IMPORT(int, MPI_Comm_get_parent, (MPI_Comm *parent));
CROSSMEM_IMPORT(int, MPI_Comm_join, (int fd, MPI_Comm *intercomm));
CROSSMEM_IMPORT(int, MPI_Comm_spawn, (const char *command, char *argv[], int maxprocs, MPI_Info info, int root,
  MPI_Comm comm, MPI_Comm *intercomm, int array_of_errcodes[]));
CROSSMEM_IMPORT(int, MPI_Comm_spawn_multiple, (int count, char *array_of_commands[], char **array_of_argv[],
  const int array_of_maxprocs[], const MPI_Info array_of_info[], int root, MPI_Comm comm, MPI_Comm *intercomm,
  int array_of_errcodes[]));
CROSSMEM_IMPORT(int, MPI_Group_from_session_pset, (MPI_Session session, const char *pset_name, MPI_Group *newgroup));
CROSSMEM_IMPORT(int, MPI_Intercomm_create_from_groups, (MPI_Group local_group, int local_leader, MPI_Group remote_group,
  int remote_leader, const char *stringtag, MPI_Info info, MPI_Errhandler errhandler, MPI_Comm *newintercomm));
CROSSMEM_IMPORT(int, MPI_Lookup_name, (const char *service_name, MPI_Info info, char *port_name));
CROSSMEM_IMPORT(int, MPI_Open_port, (MPI_Info info, char *port_name));
CROSSMEM_IMPORT(int, MPI_Publish_name, (const char *service_name, MPI_Info info, const char *port_name));
CROSSMEM_IMPORT(int, MPI_Session_attach_buffer, (MPI_Session session, void *buffer, int size));
CROSSMEM_IMPORT(int, MPI_Session_attach_buffer_c, (MPI_Session session, void *buffer, MPI_Count size));
CROSSMEM_IMPORT(int, MPI_Session_call_errhandler, (MPI_Session session, int errorcode));
CROSSMEM_IMPORT(int, MPI_Session_create_errhandler, (MPI_Session_errhandler_function *session_errhandler_fn,
  MPI_Errhandler *errhandler));
CROSSMEM_IMPORT(int, MPI_Session_detach_buffer, (MPI_Session session, void *buffer_addr, int *size));
CROSSMEM_IMPORT(int, MPI_Session_detach_buffer_c, (MPI_Session session, void *buffer_addr, MPI_Count *size));
CROSSMEM_IMPORT(int, MPI_Session_finalize, (MPI_Session *session));
CROSSMEM_IMPORT(int, MPI_Session_flush_buffer, (MPI_Session session));
CROSSMEM_IMPORT(int, MPI_Session_get_errhandler, (MPI_Session session, MPI_Errhandler *errhandler));
CROSSMEM_IMPORT(int, MPI_Session_get_info, (MPI_Session session, MPI_Info *info_used));
CROSSMEM_IMPORT(int, MPI_Session_get_nth_pset, (MPI_Session session, MPI_Info info, int n, int *pset_len,
  char *pset_name));
CROSSMEM_IMPORT(int, MPI_Session_get_num_psets, (MPI_Session session, MPI_Info info, int *npset_names));
CROSSMEM_IMPORT(int, MPI_Session_get_pset_info, (MPI_Session session, const char *pset_name, MPI_Info *info));
CROSSMEM_IMPORT(int, MPI_Session_iflush_buffer, (MPI_Session session, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Session_init, (MPI_Info info, MPI_Errhandler errhandler, MPI_Session *session));
CROSSMEM_IMPORT(int, MPI_Session_set_errhandler, (MPI_Session session, MPI_Errhandler errhandler));
CROSSMEM_IMPORT(int, MPI_Unpublish_name, (const char *service_name, MPI_Info info, const char *port_name));
