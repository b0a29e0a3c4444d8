/*
 * The modes of sending (MPI 4.1, 3.4): buffered, which never waits; synchronous, which waits until the message is being
 * received; ready, which may be used when the receive is known to wait already.
 */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

enum { BUFFERED, SYNCHRONOUS, GO, READY, LENGTH = 1000 };

int main(int argc, char **argv) {
  int rank, size, numbers[LENGTH], received[LENGTH];
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  for (int i = 0; i < LENGTH; i++) numbers[i] = rank + i;

  /* All send first and receive then: with a buffer for the message that is no deadlock. */
  int bytes;
  MPI_Pack_size(LENGTH, MPI_INT, MPI_COMM_WORLD, &bytes);
  bytes += MPI_BSEND_OVERHEAD;
  void *buffer = malloc(bytes);
  MPI_Buffer_attach(buffer, bytes);
  MPI_Bsend(numbers, LENGTH, MPI_INT, (rank + 1) % size, BUFFERED, MPI_COMM_WORLD);
  MPI_Recv(received, LENGTH, MPI_INT, (rank + size - 1) % size, BUFFERED, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  /* Detaching waits until the buffer is empty. */
  MPI_Buffer_detach(&buffer, &bytes);
  free(buffer);
  int right = received[LENGTH - 1] == (rank + size - 1) % size + LENGTH - 1;

  /* When a synchronous send is finished, the receiver has come to its receive. */
  if (rank == 0) {
    for (int peer = 1; peer < size; peer++) MPI_Ssend(numbers, LENGTH, MPI_INT, peer, SYNCHRONOUS, MPI_COMM_WORLD);
  } else {
    MPI_Recv(received, LENGTH, MPI_INT, 0, SYNCHRONOUS, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    right = right && received[LENGTH - 1] == LENGTH - 1;
  }

  /* Whoever is told to go knows that the receive waits. */
  if (rank == 0) {
    for (int peer = 1; peer < size; peer++) {
      MPI_Request request;
      MPI_Irecv(received, LENGTH, MPI_INT, peer, READY, MPI_COMM_WORLD, &request);
      MPI_Send(NULL, 0, MPI_INT, peer, GO, MPI_COMM_WORLD);
      MPI_Wait(&request, MPI_STATUS_IGNORE);
      right = right && received[0] == peer;
    }
  } else {
    MPI_Recv(NULL, 0, MPI_INT, 0, GO, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    MPI_Rsend(numbers, LENGTH, MPI_INT, 0, READY, MPI_COMM_WORLD);
  }

  int all_right;
  MPI_Reduce(&right, &all_right, 1, MPI_INT, MPI_LAND, 0, MPI_COMM_WORLD);
  if (rank == 0) printf("buffered, synchronous and ready sends: %s\n", all_right ? "all arrived" : "something is wrong");
  MPI_Finalize();
  return 0;
}
