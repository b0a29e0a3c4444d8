/*
 * Process topologies (MPI 4.1, chapter 8): ranks on a torus of two dimensions talk to their neighbours and along their
 * rows; a graph describes who follows whom.
 */
#include <mpi.h>
#include <stdio.h>

/* Each rank tells its four neighbours its number, and gets theirs. */
static int torus(int size) {
  int dims[2] = {0, 0}, coords[2], rank, up, down, left, right, heard[4];
  const int periods[2] = {1, 1};
  MPI_Comm grid, row;
  MPI_Dims_create(size, 2, dims);
  MPI_Cart_create(MPI_COMM_WORLD, 2, dims, periods, 0, &grid);
  MPI_Comm_rank(grid, &rank);
  MPI_Cart_coords(grid, rank, 2, coords);
  MPI_Cart_shift(grid, 0, 1, &up, &down);
  MPI_Cart_shift(grid, 1, 1, &left, &right);
  MPI_Neighbor_allgather(&rank, 1, MPI_INT, heard, 1, MPI_INT, grid);
  int correct = heard[0] == up && heard[1] == down && heard[2] == left && heard[3] == right;

  /* A communicator for each row of the torus. */
  const int keep[2] = {0, 1};
  int sum, expected = 0;
  MPI_Cart_sub(grid, keep, &row);
  MPI_Allreduce(&rank, &sum, 1, MPI_INT, MPI_SUM, row);
  for (int column = 0; column < dims[1]; column++) expected += coords[0] * dims[1] + column;
  MPI_Comm_free(&row);
  MPI_Comm_free(&grid);
  return correct && sum == expected;
}

/* Each rank has two successors, and learns from the graph who its predecessors are. */
static int graph(int rank, int size) {
  const int degree = 2, successors[2] = {(rank + 1) % size, (rank + 2) % size}, weights[2] = {1, 2};
  int indegree, outdegree, weighted, sources[2], sourceweights[2], targets[2], targetweights[2], heard[2];
  MPI_Comm ring;
  MPI_Dist_graph_create(MPI_COMM_WORLD, 1, &rank, &degree, successors, weights, MPI_INFO_NULL, 0, &ring);
  MPI_Dist_graph_neighbors_count(ring, &indegree, &outdegree, &weighted);
  MPI_Dist_graph_neighbors(ring, 2, sources, sourceweights, 2, targets, targetweights);
  MPI_Neighbor_allgather(&rank, 1, MPI_INT, heard, 1, MPI_INT, ring);
  MPI_Comm_free(&ring);
  return indegree == 2 && outdegree == 2 && weighted && heard[0] == sources[0] && heard[1] == sources[1];
}

int main(int argc, char **argv) {
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  int done[] = {torus(size), graph(rank, size)};
  MPI_Allreduce(MPI_IN_PLACE, done, 2, MPI_INT, MPI_LAND, MPI_COMM_WORLD);
  if (rank == 0) printf("the torus is %s, the graph is %s\n", done[0] ? "right" : "wrong", done[1] ? "right" : "wrong");
  MPI_Finalize();
  return 0;
}
