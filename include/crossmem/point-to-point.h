/* Point-to-point communication, requests and statuses, generalized requests (MPI 4.1, chapters 3, 4 and 13). */

CROSSMEM_IMPORT(int, MPI_Bsend, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Bsend_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Bsend_init, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Bsend_init_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Buffer_attach, (void *buffer, int size));
CROSSMEM_IMPORT(int, MPI_Buffer_attach_c, (void *buffer, MPI_Count size));
CROSSMEM_IMPORT(int, MPI_Buffer_detach, (void *buffer_addr, int *size));
CROSSMEM_IMPORT(int, MPI_Buffer_detach_c, (void *buffer_addr, MPI_Count *size));
CROSSMEM_IMPORT(int, MPI_Buffer_flush, (void));
CROSSMEM_IMPORT(int, MPI_Buffer_iflush, (MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Cancel, (MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Comm_attach_buffer, (MPI_Comm comm, void *buffer, int size));
CROSSMEM_IMPORT(int, MPI_Comm_attach_buffer_c, (MPI_Comm comm, void *buffer, MPI_Count size));
CROSSMEM_IMPORT(int, MPI_Comm_detach_buffer, (MPI_Comm comm, void *buffer_addr, int *size));
CROSSMEM_IMPORT(int, MPI_Comm_detach_buffer_c, (MPI_Comm comm, void *buffer_addr, MPI_Count *size));
CROSSMEM_IMPORT(int, MPI_Comm_flush_buffer, (MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Comm_iflush_buffer, (MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Get_count, (const MPI_Status *status, MPI_Datatype datatype, int *count));
CROSSMEM_IMPORT(int, MPI_Get_count_c, (const MPI_Status *status, MPI_Datatype datatype, MPI_Count *count));
CROSSMEM_IMPORT(int, MPI_Get_elements, (const MPI_Status *status, MPI_Datatype datatype, int *count));
CROSSMEM_IMPORT(int, MPI_Get_elements_c, (const MPI_Status *status, MPI_Datatype datatype, MPI_Count *count));
CROSSMEM_IMPORT(int, MPI_Grequest_complete, (MPI_Request request));
CROSSMEM_IMPORT(int, MPI_Grequest_start, (MPI_Grequest_query_function *query_fn, MPI_Grequest_free_function *free_fn,
  MPI_Grequest_cancel_function *cancel_fn, void *extra_state, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ibsend, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ibsend_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Improbe, (int source, int tag, MPI_Comm comm, int *flag, MPI_Message *message,
  MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Imrecv, (void *buf, int count, MPI_Datatype datatype, MPI_Message *message,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Imrecv_c, (void *buf, MPI_Count count, MPI_Datatype datatype, MPI_Message *message,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iprobe, (int source, int tag, MPI_Comm comm, int *flag, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Irecv, (void *buf, int count, MPI_Datatype datatype, int source, int tag, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Irecv_c, (void *buf, MPI_Count count, MPI_Datatype datatype, int source, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Irsend, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Irsend_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Isend, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Isend_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Isendrecv, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, int dest, int sendtag,
  void *recvbuf, int recvcount, MPI_Datatype recvtype, int source, int recvtag, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Isendrecv_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, int dest,
  int sendtag, void *recvbuf, MPI_Count recvcount, MPI_Datatype recvtype, int source, int recvtag, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Isendrecv_replace, (void *buf, int count, MPI_Datatype datatype, int dest, int sendtag,
  int source, int recvtag, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Isendrecv_replace_c, (void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int sendtag,
  int source, int recvtag, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Issend, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Issend_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Mprobe, (int source, int tag, MPI_Comm comm, MPI_Message *message, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Mrecv, (void *buf, int count, MPI_Datatype datatype, MPI_Message *message,
  MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Mrecv_c, (void *buf, MPI_Count count, MPI_Datatype datatype, MPI_Message *message,
  MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Parrived, (MPI_Request request, int partition, int *flag));
CROSSMEM_IMPORT(int, MPI_Pready, (int partition, MPI_Request request));
CROSSMEM_IMPORT(int, MPI_Pready_list, (int length, const int array_of_partitions[], MPI_Request request));
CROSSMEM_IMPORT(int, MPI_Pready_range, (int partition_low, int partition_high, MPI_Request request));
CROSSMEM_IMPORT(int, MPI_Precv_init, (void *buf, int partitions, int count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Precv_init_c, (void *buf, int partitions, MPI_Count count, MPI_Datatype datatype, int dest,
  int tag, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Probe, (int source, int tag, MPI_Comm comm, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Psend_init, (const void *buf, int partitions, int count, MPI_Datatype datatype, int dest,
  int tag, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Psend_init_c, (const void *buf, int partitions, MPI_Count count, MPI_Datatype datatype,
  int dest, int tag, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Recv, (void *buf, int count, MPI_Datatype datatype, int source, int tag, MPI_Comm comm,
  MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Recv_c, (void *buf, MPI_Count count, MPI_Datatype datatype, int source, int tag, MPI_Comm comm,
  MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Recv_init, (void *buf, int count, MPI_Datatype datatype, int source, int tag, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Recv_init_c, (void *buf, MPI_Count count, MPI_Datatype datatype, int source, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Request_free, (MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Request_get_status, (MPI_Request request, int *flag, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Request_get_status_all, (int count, const MPI_Request array_of_requests[], int *flag,
  MPI_Status *array_of_statuses));
CROSSMEM_IMPORT(int, MPI_Request_get_status_any, (int count, const MPI_Request array_of_requests[], int *indx,
  int *flag, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Request_get_status_some, (int incount, const MPI_Request array_of_requests[], int *outcount,
  int array_of_indices[], MPI_Status *array_of_statuses));
CROSSMEM_IMPORT(int, MPI_Rsend, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Rsend_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Rsend_init, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Rsend_init_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Send, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Send_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Send_init, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Send_init_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Sendrecv, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, int dest, int sendtag,
  void *recvbuf, int recvcount, MPI_Datatype recvtype, int source, int recvtag, MPI_Comm comm, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Sendrecv_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, int dest,
  int sendtag, void *recvbuf, MPI_Count recvcount, MPI_Datatype recvtype, int source, int recvtag, MPI_Comm comm,
  MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Sendrecv_replace, (void *buf, int count, MPI_Datatype datatype, int dest, int sendtag,
  int source, int recvtag, MPI_Comm comm, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Sendrecv_replace_c, (void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int sendtag,
  int source, int recvtag, MPI_Comm comm, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Ssend, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Ssend_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Ssend_init, (const void *buf, int count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ssend_init_c, (const void *buf, MPI_Count count, MPI_Datatype datatype, int dest, int tag,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Start, (MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Startall, (int count, MPI_Request array_of_requests[]));
CROSSMEM_IMPORT(int, MPI_Status_get_error, (const MPI_Status *status, int *error));
CROSSMEM_IMPORT(int, MPI_Status_get_source, (const MPI_Status *status, int *source));
CROSSMEM_IMPORT(int, MPI_Status_get_tag, (const MPI_Status *status, int *tag));
CROSSMEM_IMPORT(int, MPI_Status_set_cancelled, (MPI_Status *status, int flag));
CROSSMEM_IMPORT(int, MPI_Status_set_elements, (MPI_Status *status, MPI_Datatype datatype, int count));
CROSSMEM_IMPORT(int, MPI_Status_set_elements_c, (MPI_Status *status, MPI_Datatype datatype, MPI_Count count));
CROSSMEM_IMPORT(int, MPI_Status_set_error, (MPI_Status *status, int error));
CROSSMEM_IMPORT(int, MPI_Status_set_source, (MPI_Status *status, int source));
CROSSMEM_IMPORT(int, MPI_Status_set_tag, (MPI_Status *status, int tag));
CROSSMEM_IMPORT(int, MPI_Test, (MPI_Request *request, int *flag, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Test_cancelled, (const MPI_Status *status, int *flag));
CROSSMEM_IMPORT(int, MPI_Testall, (int count, MPI_Request array_of_requests[], int *flag,
  MPI_Status *array_of_statuses));
CROSSMEM_IMPORT(int, MPI_Testany, (int count, MPI_Request array_of_requests[], int *indx, int *flag,
  MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Testsome, (int incount, MPI_Request array_of_requests[], int *outcount, int array_of_indices[],
  MPI_Status *array_of_statuses));
CROSSMEM_IMPORT(int, MPI_Wait, (MPI_Request *request, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Waitall, (int count, MPI_Request array_of_requests[], MPI_Status *array_of_statuses));
CROSSMEM_IMPORT(int, MPI_Waitany, (int count, MPI_Request array_of_requests[], int *indx, MPI_Status *status));
CROSSMEM_IMPORT(int, MPI_Waitsome, (int incount, MPI_Request array_of_requests[], int *outcount, int array_of_indices[],
  MPI_Status *array_of_statuses));
