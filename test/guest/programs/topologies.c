/* Topologies and exchanges with neighbours. For 4 ranks. */
#include "cases.h"

static void test_grid(void) {
  MPI_Comm grid, row;
  int dims[2] = {0, 0}, periods[2] = {1, 0}, coords[2], remain[2] = {0, 1}, kind, count, source, dest, other;
  int got_dims[2], got_periods[2];
  OK(MPI_Dims_create(size, 2, dims));
  CHECK(dims[0] == 2 && dims[1] == 2);
  OK(MPI_Cart_create(MPI_COMM_WORLD, 2, dims, periods, 1, &grid));
  OK(MPI_Topo_test(grid, &kind));
  CHECK(kind == MPI_CART);
  OK(MPI_Cartdim_get(grid, &count));
  CHECK(count == 2);
  OK(MPI_Cart_get(grid, 2, got_dims, got_periods, coords));
  CHECK(got_dims[1] == 2 && got_periods[0] == 1 && got_periods[1] == 0);
  CHECK(coords[0] == rank / 2 && coords[1] == rank % 2);
  OK(MPI_Cart_rank(grid, coords, &other));
  CHECK(other == rank);
  OK(MPI_Cart_coords(grid, 3, 2, coords));
  CHECK(coords[0] == 1 && coords[1] == 1);
  OK(MPI_Cart_shift(grid, 1, 1, &source, &dest));
  CHECK(source == (rank % 2 == 0 ? MPI_PROC_NULL : rank - 1) && dest == (rank % 2 == 0 ? rank + 1 : MPI_PROC_NULL));
  OK(MPI_Cart_map(MPI_COMM_WORLD, 1, (int[]){3}, periods, &other));
  CHECK(other == (rank < 3 ? rank : MPI_UNDEFINED));
  OK(MPI_Cart_sub(grid, remain, &row));
  OK(MPI_Comm_size(row, &count));
  CHECK(count == 2);

  int sent = rank, got[4] = {-7, -7, -7, -7};
  OK(MPI_Neighbor_allgather(&sent, 1, MPI_INT, got, 1, MPI_INT, grid));
  int beside = rank ^ 1;
  CHECK(got[0] == (rank ^ 2) && got[1] == (rank ^ 2));
  CHECK(got[2] == (rank % 2 ? beside : -7) && got[3] == (rank % 2 ? -7 : beside));

  int parts[4] = {rank * 10, rank * 10 + 1, rank * 10 + 2, rank * 10 + 3};
  MPI_Request request;
  OK(MPI_Ineighbor_alltoall(parts, 1, MPI_INT, got, 1, MPI_INT, grid, &request));
  OK(MPI_Wait(&request, MPI_STATUS_IGNORE));
  // What comes from below was sent upwards, though both neighbours are the same rank.
  CHECK(got[0] == (rank ^ 2) * 10 + 1 && got[1] == (rank ^ 2) * 10);
  OK(MPI_Comm_free(&row));
  OK(MPI_Comm_free(&grid));
  passed("grids");

  MPI_Comm small;
  OK(MPI_Cart_create(MPI_COMM_WORLD, 1, (int[]){3}, periods, 0, &small));
  CHECK((small == MPI_COMM_NULL) == (rank == 3));
  if (small != MPI_COMM_NULL) MPI_Comm_free(&small);
  FAILS(MPI_ERR_DIMS, MPI_Cart_create(MPI_COMM_WORLD, 1, (int[]){5}, periods, 0, &small));
  FAILS(MPI_ERR_TOPOLOGY, MPI_Cartdim_get(MPI_COMM_WORLD, &count));
  FAILS(MPI_ERR_TOPOLOGY, MPI_Neighbor_allgather(&sent, 1, MPI_INT, got, 1, MPI_INT, MPI_COMM_WORLD));
  passed("what is no grid");
}

static void test_graph(void) {
  MPI_Comm graph;
  int index[3] = {2, 3, 4}, edges[4] = {1, 2, 0, 0}, kind, nodes, count, neighbors[2], got_index[3], got_edges[4];
  OK(MPI_Graph_create(MPI_COMM_WORLD, 3, index, edges, 0, &graph));
  CHECK((graph == MPI_COMM_NULL) == (rank == 3));
  if (graph != MPI_COMM_NULL) {
    OK(MPI_Topo_test(graph, &kind));
    CHECK(kind == MPI_GRAPH);
    OK(MPI_Graphdims_get(graph, &nodes, &count));
    CHECK(nodes == 3 && count == 4);
    OK(MPI_Graph_get(graph, 3, 4, got_index, got_edges));
    CHECK(memcmp(index, got_index, sizeof index) == 0 && memcmp(edges, got_edges, sizeof edges) == 0);
    OK(MPI_Graph_neighbors_count(graph, 0, &count));
    CHECK(count == 2);
    OK(MPI_Graph_neighbors(graph, 0, 2, neighbors));
    CHECK(neighbors[0] == 1 && neighbors[1] == 2);
    int got[2] = {-1, -1}, one = 1, displs[2] = {1, 0}, counts[2] = {1, 1};
    (void)one;
    OK(MPI_Neighbor_allgatherv(&rank, 1, MPI_INT, got, counts, displs, MPI_INT, graph));
    if (rank == 0) CHECK(got[0] == 2 && got[1] == 1);
    OK(MPI_Comm_free(&graph));
  }
  passed("graphs");
}

static void test_distributed_graph(void) {
  MPI_Comm ring;
  int next = (rank + 1) % size, previous = (rank + size - 1) % size, weight = 3, kind, in, out, weighted;
  int sources[2], destinations[2], in_weights[2], out_weights[2];
  OK(MPI_Dist_graph_create_adjacent(MPI_COMM_WORLD, 1, &previous, &weight, 1, &next, &weight, MPI_INFO_NULL, 0, &ring));
  OK(MPI_Topo_test(ring, &kind));
  CHECK(kind == MPI_DIST_GRAPH);
  OK(MPI_Dist_graph_neighbors_count(ring, &in, &out, &weighted));
  CHECK(in == 1 && out == 1 && weighted);
  OK(MPI_Dist_graph_neighbors(ring, 1, sources, in_weights, 1, destinations, out_weights));
  CHECK(sources[0] == previous && destinations[0] == next && in_weights[0] == 3 && out_weights[0] == 3);
  double sent[3] = {rank, rank + 0.5, -1}, got[3];
  int counts = 2, places = 0;
  OK(MPI_Neighbor_alltoallv(sent, &counts, &places, MPI_DOUBLE, got, &counts, &places, MPI_DOUBLE, ring));
  CHECK(got[0] == previous && got[1] == previous + 0.5);
  MPI_Aint offset = 8;
  MPI_Datatype type = MPI_DOUBLE;
  counts = 1;
  OK(MPI_Neighbor_alltoallw(sent, &counts, &offset, &type, got, &counts, &offset, &type, ring));
  CHECK(got[1] == previous + 0.5);
  OK(MPI_Comm_free(&ring));

  // Rank 0 knows all edges: to everybody from rank 1.
  int n = rank == 0 ? 1 : 0, source = 1, degree = size, targets[4] = {0, 1, 2, 3};
  OK(MPI_Dist_graph_create(MPI_COMM_WORLD, n, &source, &degree, targets, MPI_UNWEIGHTED, MPI_INFO_NULL, 0, &ring));
  OK(MPI_Dist_graph_neighbors_count(ring, &in, &out, &weighted));
  CHECK(in == 1 && out == (rank == 1 ? size : 0) && !weighted);
  OK(MPI_Comm_free(&ring));
  passed("distributed graphs");
}

int main(int argc, char **argv) {
  begin(&argc, &argv);
  test_grid();
  test_graph();
  test_distributed_graph();
  end();
  MPI_Finalize();
  return 0;
}
