/*
 * Nonblocking point-to-point (MPI 4.1, 3.7): all ranks send to all at once, and take what comes in the order in which it
 * comes.
 */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

enum { LENGTH = 50000 };

int main(int argc, char **argv) {
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);

  /* The first half of the requests are receives, the second half sends. */
  MPI_Request *requests = malloc(2 * size * sizeof *requests);
  int *incoming = malloc(size * LENGTH * sizeof *incoming);
  int *outgoing = malloc(LENGTH * sizeof *outgoing);
  for (int i = 0; i < LENGTH; i++) outgoing[i] = rank * LENGTH + i;
  for (int peer = 0; peer < size; peer++) {
    MPI_Irecv(incoming + peer * LENGTH, LENGTH, MPI_INT, peer, 0, MPI_COMM_WORLD, &requests[peer]);
  }
  for (int peer = 0; peer < size; peer++) {
    MPI_Isend(outgoing, LENGTH, MPI_INT, peer, 0, MPI_COMM_WORLD, &requests[size + peer]);
  }

  /* Whatever is finished is looked at, while the rest is still on its way. */
  int wrong = 0;
  for (int left = size; left > 0;) {
    int done, *indices = malloc(size * sizeof *indices);
    MPI_Waitsome(size, requests, &done, indices, MPI_STATUSES_IGNORE);
    for (int i = 0; i < done; i++) {
      int *block = incoming + indices[i] * LENGTH;
      for (int k = 0; k < LENGTH; k++) wrong += block[k] != indices[i] * LENGTH + k;
    }
    left -= done;
    free(indices);
  }
  MPI_Waitall(size, requests + size, MPI_STATUSES_IGNORE);

  /* A receive that nobody answers can be taken back. */
  MPI_Request unanswered;
  MPI_Status status;
  int cancelled;
  MPI_Irecv(incoming, 1, MPI_INT, MPI_ANY_SOURCE, 99, MPI_COMM_WORLD, &unanswered);
  MPI_Cancel(&unanswered);
  MPI_Wait(&unanswered, &status);
  MPI_Test_cancelled(&status, &cancelled);

  int all_wrong, all_cancelled;
  MPI_Reduce(&wrong, &all_wrong, 1, MPI_INT, MPI_SUM, 0, MPI_COMM_WORLD);
  MPI_Reduce(&cancelled, &all_cancelled, 1, MPI_INT, MPI_LAND, 0, MPI_COMM_WORLD);
  if (rank == 0) {
    printf("%d messages of %d numbers, %d of them wrong; the others were %s\n", size * size, LENGTH, all_wrong,
           all_cancelled ? "cancelled" : "received");
  }

  free(requests);
  free(incoming);
  free(outgoing);
  MPI_Finalize();
  return all_wrong != 0;
}
