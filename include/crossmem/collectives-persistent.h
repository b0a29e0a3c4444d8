/* Persistent collective operations (MPI 4.1, 6.13). */

CROSSMEM_IMPORT(int, MPI_Allgather_init, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Allgather_init_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype,
  void *recvbuf, MPI_Count recvcount, MPI_Datatype recvtype, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Allgatherv_init, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  const int recvcounts[], const int displs[], MPI_Datatype recvtype, MPI_Comm comm, MPI_Info info,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Allgatherv_init_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype,
  void *recvbuf, const MPI_Count recvcounts[], const MPI_Aint displs[], MPI_Datatype recvtype, MPI_Comm comm,
  MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Allreduce_init, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype,
  MPI_Op op, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Allreduce_init_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Alltoall_init, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Alltoall_init_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype,
  void *recvbuf, MPI_Count recvcount, MPI_Datatype recvtype, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Alltoallv_init, (const void *sendbuf, const int sendcounts[], const int sdispls[],
  MPI_Datatype sendtype, void *recvbuf, const int recvcounts[], const int rdispls[], MPI_Datatype recvtype,
  MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Alltoallv_init_c, (const void *sendbuf, const MPI_Count sendcounts[], const MPI_Aint sdispls[],
  MPI_Datatype sendtype, void *recvbuf, const MPI_Count recvcounts[], const MPI_Aint rdispls[], MPI_Datatype recvtype,
  MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Alltoallw_init, (const void *sendbuf, const int sendcounts[], const int sdispls[],
  const MPI_Datatype sendtypes[], void *recvbuf, const int recvcounts[], const int rdispls[],
  const MPI_Datatype recvtypes[], MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Alltoallw_init_c, (const void *sendbuf, const MPI_Count sendcounts[], const MPI_Aint sdispls[],
  const MPI_Datatype sendtypes[], void *recvbuf, const MPI_Count recvcounts[], const MPI_Aint rdispls[],
  const MPI_Datatype recvtypes[], MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Barrier_init, (MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Bcast_init, (void *buffer, int count, MPI_Datatype datatype, int root, MPI_Comm comm,
  MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Bcast_init_c, (void *buffer, MPI_Count count, MPI_Datatype datatype, int root, MPI_Comm comm,
  MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Exscan_init, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Exscan_init_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Gather_init, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Gather_init_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  MPI_Count recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Gatherv_init, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  const int recvcounts[], const int displs[], MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Info info,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Gatherv_init_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype,
  void *recvbuf, const MPI_Count recvcounts[], const MPI_Aint displs[], MPI_Datatype recvtype, int root, MPI_Comm comm,
  MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Reduce_init, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  int root, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Reduce_init_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, int root, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Reduce_scatter_block_init, (const void *sendbuf, void *recvbuf, int recvcount,
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Reduce_scatter_block_init_c, (const void *sendbuf, void *recvbuf, MPI_Count recvcount,
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Reduce_scatter_init, (const void *sendbuf, void *recvbuf, const int recvcounts[],
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Reduce_scatter_init_c, (const void *sendbuf, void *recvbuf, const MPI_Count recvcounts[],
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Scan_init, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Scan_init_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Scatter_init, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Info info, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Scatter_init_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype,
  void *recvbuf, MPI_Count recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Info info,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Scatterv_init, (const void *sendbuf, const int sendcounts[], const int displs[],
  MPI_Datatype sendtype, void *recvbuf, int recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Info info,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Scatterv_init_c, (const void *sendbuf, const MPI_Count sendcounts[], const MPI_Aint displs[],
  MPI_Datatype sendtype, void *recvbuf, MPI_Count recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm,
  MPI_Info info, MPI_Request *request));
