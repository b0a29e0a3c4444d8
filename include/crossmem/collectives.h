/* Collective operations that block (MPI 4.1, chapter 6). */

CROSSMEM_IMPORT(int, MPI_Allgather, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Allgather_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  MPI_Count recvcount, MPI_Datatype recvtype, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Allgatherv, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  const int recvcounts[], const int displs[], MPI_Datatype recvtype, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Allgatherv_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  const MPI_Count recvcounts[], const MPI_Aint displs[], MPI_Datatype recvtype, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Allreduce, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Allreduce_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Alltoall, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Alltoall_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  MPI_Count recvcount, MPI_Datatype recvtype, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Alltoallv, (const void *sendbuf, const int sendcounts[], const int sdispls[],
  MPI_Datatype sendtype, void *recvbuf, const int recvcounts[], const int rdispls[], MPI_Datatype recvtype,
  MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Alltoallv_c, (const void *sendbuf, const MPI_Count sendcounts[], const MPI_Aint sdispls[],
  MPI_Datatype sendtype, void *recvbuf, const MPI_Count recvcounts[], const MPI_Aint rdispls[], MPI_Datatype recvtype,
  MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Alltoallw, (const void *sendbuf, const int sendcounts[], const int sdispls[],
  const MPI_Datatype sendtypes[], void *recvbuf, const int recvcounts[], const int rdispls[],
  const MPI_Datatype recvtypes[], MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Alltoallw_c, (const void *sendbuf, const MPI_Count sendcounts[], const MPI_Aint sdispls[],
  const MPI_Datatype sendtypes[], void *recvbuf, const MPI_Count recvcounts[], const MPI_Aint rdispls[],
  const MPI_Datatype recvtypes[], MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Barrier, (MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Bcast, (void *buffer, int count, MPI_Datatype datatype, int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Bcast_c, (void *buffer, MPI_Count count, MPI_Datatype datatype, int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Exscan, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Exscan_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Gather, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Gather_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  MPI_Count recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Gatherv, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  const int recvcounts[], const int displs[], MPI_Datatype recvtype, int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Gatherv_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  const MPI_Count recvcounts[], const MPI_Aint displs[], MPI_Datatype recvtype, int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Op_commutative, (MPI_Op op, int *commute));
CROSSMEM_IMPORT(int, MPI_Op_create, (MPI_User_function *user_fn, int commute, MPI_Op *op));
CROSSMEM_IMPORT(int, MPI_Op_create_c, (MPI_User_function_c *user_fn, int commute, MPI_Op *op));
CROSSMEM_IMPORT(int, MPI_Op_free, (MPI_Op *op));
CROSSMEM_IMPORT(int, MPI_Reduce, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Reduce_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op, int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Reduce_local, (const void *inbuf, void *inoutbuf, int count, MPI_Datatype datatype,
  MPI_Op op));
CROSSMEM_IMPORT(int, MPI_Reduce_local_c, (const void *inbuf, void *inoutbuf, MPI_Count count, MPI_Datatype datatype,
  MPI_Op op));
CROSSMEM_IMPORT(int, MPI_Reduce_scatter, (const void *sendbuf, void *recvbuf, const int recvcounts[],
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Reduce_scatter_c, (const void *sendbuf, void *recvbuf, const MPI_Count recvcounts[],
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Reduce_scatter_block, (const void *sendbuf, void *recvbuf, int recvcount,
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Reduce_scatter_block_c, (const void *sendbuf, void *recvbuf, MPI_Count recvcount,
  MPI_Datatype datatype, MPI_Op op, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Scan, (const void *sendbuf, void *recvbuf, int count, MPI_Datatype datatype, MPI_Op op,
  MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Scan_c, (const void *sendbuf, void *recvbuf, MPI_Count count, MPI_Datatype datatype, MPI_Op op,
  MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Scatter, (const void *sendbuf, int sendcount, MPI_Datatype sendtype, void *recvbuf,
  int recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Scatter_c, (const void *sendbuf, MPI_Count sendcount, MPI_Datatype sendtype, void *recvbuf,
  MPI_Count recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Scatterv, (const void *sendbuf, const int sendcounts[], const int displs[],
  MPI_Datatype sendtype, void *recvbuf, int recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm));
CROSSMEM_IMPORT(int, MPI_Scatterv_c, (const void *sendbuf, const MPI_Count sendcounts[], const MPI_Aint displs[],
  MPI_Datatype sendtype, void *recvbuf, MPI_Count recvcount, MPI_Datatype recvtype, int root, MPI_Comm comm));
