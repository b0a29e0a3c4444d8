/* Process topologies (MPI 4.1, chapter 8). */

CROSSMEM_IMPORT(int, MPI_Cart_coords, (MPI_Comm comm, int rank, int maxdims, int coords[]));
CROSSMEM_IMPORT(int, MPI_Cart_create, (MPI_Comm comm_old, int ndims, const int dims[], const int periods[], int reorder,
  MPI_Comm *comm_cart));
CROSSMEM_IMPORT(int, MPI_Cart_get, (MPI_Comm comm, int maxdims, int dims[], int periods[], int coords[]));
CROSSMEM_IMPORT(int, MPI_Cart_map, (MPI_Comm comm, int ndims, const int dims[], const int periods[], int *newrank));
CROSSMEM_IMPORT(int, MPI_Cart_rank, (MPI_Comm comm, const int coords[], int *rank));
CROSSMEM_IMPORT(int, MPI_Cart_shift, (MPI_Comm comm, int direction, int disp, int *rank_source, int *rank_dest));
CROSSMEM_IMPORT(int, MPI_Cart_sub, (MPI_Comm comm, const int remain_dims[], MPI_Comm *newcomm));
CROSSMEM_IMPORT(int, MPI_Cartdim_get, (MPI_Comm comm, int *ndims));
CROSSMEM_IMPORT(int, MPI_Dims_create, (int nnodes, int ndims, int dims[]));
CROSSMEM_IMPORT(int, MPI_Dist_graph_create, (MPI_Comm comm_old, int n, const int sources[], const int degrees[],
  const int destinations[], const int weights[], MPI_Info info, int reorder, MPI_Comm *comm_dist_graph));
CROSSMEM_IMPORT(int, MPI_Dist_graph_create_adjacent, (MPI_Comm comm_old, int indegree, const int sources[],
  const int sourceweights[], int outdegree, const int destinations[], const int destweights[], MPI_Info info,
  int reorder, MPI_Comm *comm_dist_graph));
CROSSMEM_IMPORT(int, MPI_Dist_graph_neighbors, (MPI_Comm comm, int maxindegree, int sources[], int sourceweights[],
  int maxoutdegree, int destinations[], int destweights[]));
CROSSMEM_IMPORT(int, MPI_Dist_graph_neighbors_count, (MPI_Comm comm, int *indegree, int *outdegree, int *weighted));
CROSSMEM_IMPORT(int, MPI_Graph_create, (MPI_Comm comm_old, int nnodes, const int indx[], const int edges[], int reorder,
  MPI_Comm *comm_graph));
CROSSMEM_IMPORT(int, MPI_Graph_get, (MPI_Comm comm, int maxindex, int maxedges, int indx[], int edges[]));
CROSSMEM_IMPORT(int, MPI_Graph_map, (MPI_Comm comm, int nnodes, const int indx[], const int edges[], int *newrank));
CROSSMEM_IMPORT(int, MPI_Graph_neighbors, (MPI_Comm comm, int rank, int maxneighbors, int neighbors[]));
CROSSMEM_IMPORT(int, MPI_Graph_neighbors_count, (MPI_Comm comm, int rank, int *nneighbors));
CROSSMEM_IMPORT(int, MPI_Graphdims_get, (MPI_Comm comm, int *nnodes, int *nedges));
CROSSMEM_IMPORT(int, MPI_Topo_test, (MPI_Comm comm, int *status));
