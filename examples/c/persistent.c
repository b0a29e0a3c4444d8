/*
 * Persistent requests (MPI 4.1, 3.9 and 6.13): what is sent again and again with the same arguments is described once. A ring of
 * averages, and an allreduce that tells when they hardly change any more.
 */
#include <math.h>
#include <mpi.h>
#include <stdio.h>

enum { MOST_ROUNDS = 1000 };

int main(int argc, char **argv) {
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  const int left = (rank + size - 1) % size, right = (rank + 1) % size;

  double mine = rank, from_left, from_right, change, greatest;
  MPI_Request halo[4], agreement;
  MPI_Recv_init(&from_left, 1, MPI_DOUBLE, left, 0, MPI_COMM_WORLD, &halo[0]);
  MPI_Recv_init(&from_right, 1, MPI_DOUBLE, right, 1, MPI_COMM_WORLD, &halo[1]);
  MPI_Send_init(&mine, 1, MPI_DOUBLE, right, 0, MPI_COMM_WORLD, &halo[2]);
  MPI_Send_init(&mine, 1, MPI_DOUBLE, left, 1, MPI_COMM_WORLD, &halo[3]);
  MPI_Allreduce_init(&change, &greatest, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD, MPI_INFO_NULL, &agreement);

  int rounds = 0;
  do {
    MPI_Startall(4, halo);
    MPI_Waitall(4, halo, MPI_STATUSES_IGNORE);
    const double average = mine / 2 + (from_left + from_right) / 4;
    change = fabs(average - mine);
    mine = average;
    MPI_Start(&agreement);
    MPI_Wait(&agreement, MPI_STATUS_IGNORE);
  } while (++rounds < MOST_ROUNDS && greatest > 1e-9);

  for (int i = 0; i < 4; i++) MPI_Request_free(&halo[i]);
  MPI_Request_free(&agreement);
  const int near = fabs(mine - (size - 1) / 2.0) < 1e-6;
  int all_near;
  MPI_Reduce(&near, &all_near, 1, MPI_INT, MPI_LAND, 0, MPI_COMM_WORLD);
  if (rank == 0) printf("%s the average after %d rounds\n", all_near ? "all have" : "not all have", rounds);
  MPI_Finalize();
  return 0;
}
