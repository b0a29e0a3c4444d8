/* Collective operations that do not block (MPI 4.1, 6.12). */

CROSSMEM_IMPORT(int, MPI_Iallgather, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iallgather_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  MPI_Count recvcount, MPI_Datatype recvtype, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iallgatherv, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  const int recvcounts[], const int displs[], MPI_Datatype recvtype, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iallgatherv_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  const MPI_Count recvcounts[], const MPI_Aint displs[], MPI_Datatype recvtype, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iallreduce, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iallreduce_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ialltoall, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ialltoall_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  MPI_Count recvcount, MPI_Datatype recvtype, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ialltoallv, (const void *sendbuf, const int sendcounts[], const int sdispls[],
  MPI_Datatype sendtype, void *recvbuf, const int recvcounts[], const int rdispls[], MPI_Datatype recvtype,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ialltoallv_c, (const void *sendbuf, const MPI_Count sendcounts[], const MPI_Aint sdispls[],
  MPI_Datatype sendtype, void *recvbuf, const MPI_Count recvcounts[], const MPI_Aint rdispls[], MPI_Datatype recvtype,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ialltoallw, (const void *sendbuf, const int sendcounts[], const int sdispls[],
  const MPI_Datatype sendtypes[], void *recvbuf, const int recvcounts[], const int rdispls[],
  const MPI_Datatype recvtypes[], MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ialltoallw_c, (const void *sendbuf, const MPI_Count sendcounts[], const MPI_Aint sdispls[],
  const MPI_Datatype sendtypes[], void *recvbuf, const MPI_Count recvcounts[], const MPI_Aint rdispls[],
  const MPI_Datatype recvtypes[], MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ibarrier, (MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ibcast, (void *buffer, int count, MPI_Datatype datatype, int root, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ibcast_c, (void *buffer, MPI_Count count, MPI_Datatype datatype, int root, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iexscan, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iexscan_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Igather, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Igather_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  MPI_Count recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Igatherv, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  const int recvcounts[], const int displs[], MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Igatherv_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  const MPI_Count recvcounts[], const MPI_Aint displs[], MPI_Datatype recvtype, int root, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ireduce, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  int root, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ireduce_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, int root, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ireduce_scatter, (const void *sendbuf, void *recvbuf, const int recvcounts[],
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ireduce_scatter_c, (const void *sendbuf, void *recvbuf, const MPI_Count recvcounts[],
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ireduce_scatter_block, (const void *sendbuf, void *recvbuf, int recvcount,
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Ireduce_scatter_block_c, (const void *sendbuf, void *recvbuf, MPI_Count recvcount,
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iscan, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iscan_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iscatter, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iscatter_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  MPI_Count recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm, MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iscatterv, (const void *sendbuf, const int sendcounts[], const int displs[],
  MPI_Datatype sendtype, void *recvbuf, int recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm,
  MPI_Request *request));
CROSSMEM_IMPORT(int, MPI_Iscatterv_c, (const void *sendbuf, const MPI_Count sendcounts[], const MPI_Aint displs[],
  MPI_Datatype sendtype, void *recvbuf, MPI_Count recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm,
  MPI_Request *request));
