/*
 * Point-to-point (MPI 4.1, chapter 3): a token goes round, neighbours exchange, and rank 0 takes messages of any length
 * from anybody.
 */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

enum { TOKEN, EXCHANGE, REPORT };

/* Each rank adds its own number to the token; it comes back to rank 0 as the sum of all. */
static int pass_token(int rank, int size) {
  int token = 0;
  if (rank > 0) MPI_Recv(&token, 1, MPI_INT, rank - 1, TOKEN, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  token += rank;
  MPI_Ssend(&token, 1, MPI_INT, (rank + 1) % size, TOKEN, MPI_COMM_WORLD);
  if (rank == 0) MPI_Recv(&token, 1, MPI_INT, size - 1, TOKEN, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return token;
}

/* Sends to the right and receives from the left at once: with blocking sends alone, a ring may deadlock. */
static int left_neighbour(int rank, int size) {
  int left = -1;
  MPI_Sendrecv(&rank, 1, MPI_INT, (rank + 1) % size, EXCHANGE, &left, 1, MPI_INT, (rank + size - 1) % size, EXCHANGE,
               MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return left;
}

/* Rank n sends n numbers; rank 0 learns by MPI_Probe from whom and how many they are. */
static int collect_reports(int rank, int size) {
  if (rank > 0) {
    double *numbers = calloc(rank, sizeof *numbers);
    MPI_Send(numbers, rank, MPI_DOUBLE, 0, REPORT, MPI_COMM_WORLD);
    free(numbers);
    return 0;
  }
  int total = 0;
  for (int i = 1; i < size; i++) {
    MPI_Status status;
    int count;
    MPI_Probe(MPI_ANY_SOURCE, REPORT, MPI_COMM_WORLD, &status);
    MPI_Get_count(&status, MPI_DOUBLE, &count);
    double *numbers = malloc(count * sizeof *numbers);
    MPI_Recv(numbers, count, MPI_DOUBLE, status.MPI_SOURCE, REPORT, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (count != status.MPI_SOURCE) printf("%d numbers from rank %d?\n", count, status.MPI_SOURCE);
    total += count;
    free(numbers);
  }
  return total;
}

int main(int argc, char **argv) {
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);

  int token = pass_token(rank, size);
  int left = left_neighbour(rank, size);
  int total = collect_reports(rank, size);
  if (rank == 0) printf("the token came back as %d; on my left is rank %d; %d numbers were reported\n", token, left, total);

  MPI_Finalize();
  return 0;
}
