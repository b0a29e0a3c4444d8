/* The shortest program: each rank says who it is, and rank 0 prints what all have said. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

#define LONGEST 64

int main(int argc, char **argv) {
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);

  char greeting[LONGEST];
  snprintf(greeting, LONGEST, "hello from rank %d of %d", rank, size);

  char *all = rank == 0 ? malloc(size * LONGEST) : NULL;
  MPI_Gather(greeting, LONGEST, MPI_CHAR, all, LONGEST, MPI_CHAR, 0, MPI_COMM_WORLD);
  for (int i = 0; rank == 0 && i < size; i++) puts(all + i * LONGEST);

  free(all);
  MPI_Finalize();
  return 0;
}
