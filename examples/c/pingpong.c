/* Measures: how long a message takes from one rank to the other, by its length; ranks in pairs, the slowest pair counts. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1 << 20 };

/* Half of a round trip, in microseconds. Both sides change the message, so that nothing is moved from cache alone. */
static double one_way(char *buffer, int bytes, int peer, int first, int rounds) {
  MPI_Barrier(MPI_COMM_WORLD);
  const double start = MPI_Wtime();
  for (int i = 0; i < rounds; i++) {
    if (first) {
      memset(buffer, i, bytes < 64 ? bytes : 64);
      MPI_Send(buffer, bytes, MPI_BYTE, peer, 0, MPI_COMM_WORLD);
      MPI_Recv(buffer, bytes, MPI_BYTE, peer, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    } else {
      MPI_Recv(buffer, bytes, MPI_BYTE, peer, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
      MPI_Send(buffer, bytes, MPI_BYTE, peer, 0, MPI_COMM_WORLD);
    }
  }
  double slowest, mine = (MPI_Wtime() - start) / rounds / 2 * 1e6;
  MPI_Allreduce(&mine, &slowest, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
  return slowest;
}

int main(int argc, char **argv) {
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  if (size % 2 != 0) {
    if (rank == 0) fputs("pingpong needs an even number of ranks\n", stderr);
    MPI_Abort(MPI_COMM_WORLD, 2);
  }
  const int rounds = argc > 1 ? atoi(argv[1]) : 1000;
  const int first = rank % 2 == 0, peer = first ? rank + 1 : rank - 1;

  char *buffer = malloc(LONGEST);
  if (rank == 0) puts("     bytes        us      MB/s");
  for (int bytes = 1; bytes <= LONGEST; bytes *= 4) {
    const int fewer = bytes > 65536 ? (rounds + 9) / 10 : rounds;
    one_way(buffer, bytes, peer, first, fewer);
    const double us = one_way(buffer, bytes, peer, first, fewer);
    if (rank == 0) printf("%10d %9.2f %9.0f\n", bytes, us, bytes / us);
  }
  free(buffer);
  MPI_Finalize();
  return 0;
}
