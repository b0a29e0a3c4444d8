/* A window of nonblocking messages, each from and into a buffer of its own, then one short answer. */
#include "measure.h"

enum { MOST = 64, LEAST = 4, WINDOW_BYTES = 4 << 20 };

static MPI_Request requests[MOST];

static int buffer_count(long bytes) {
  return bytes * MOST <= WINDOW_BYTES ? MOST : bytes * LEAST >= WINDOW_BYTES ? LEAST : (int)(WINDOW_BYTES / bytes);
}

static int messages(const Buffers *buffers) { return buffers->count; }

static int answers(void) { return 0; }

static void exchange_first(const Buffers *buffers) {
  for (int b = 0; b < buffers->count; b++)
    MPI_Isend(buffers->out[b], buffers->bytes, MPI_BYTE, 1, TAG_DATA, MPI_COMM_WORLD, &requests[b]);
  MPI_Waitall(buffers->count, requests, MPI_STATUSES_IGNORE);
  MPI_Recv(NULL, 0, MPI_BYTE, 1, TAG_ACK, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

static void exchange_second(const Buffers *buffers) {
  for (int b = 0; b < buffers->count; b++)
    MPI_Irecv(buffers->in[b], buffers->bytes, MPI_BYTE, 0, TAG_DATA, MPI_COMM_WORLD, &requests[b]);
  ready();
  MPI_Waitall(buffers->count, requests, MPI_STATUSES_IGNORE);
  MPI_Send(NULL, 0, MPI_BYTE, 0, TAG_ACK, MPI_COMM_WORLD);
}
