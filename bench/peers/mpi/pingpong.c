/* One message there, one back, from and into a buffer of its own each time. */
#include "measure.h"

static int buffer_count(long bytes) { return bytes * 32 <= 16384 ? 32 : bytes >= 16384 ? 1 : (int)(16384 / bytes); }

static int messages(const Buffers *buffers) { return 2 * buffers->count; }

static int answers(void) { return 1; }

static void exchange_first(const Buffers *buffers) {
  for (int b = 0; b < buffers->count; b++) {
    MPI_Send(buffers->out[b], buffers->bytes, MPI_BYTE, 1, TAG_DATA, MPI_COMM_WORLD);
    MPI_Recv(buffers->in[b], buffers->bytes, MPI_BYTE, 1, TAG_DATA, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  }
}

static void exchange_second(const Buffers *buffers) {
  ready();
  for (int b = 0; b < buffers->count; b++) {
    MPI_Recv(buffers->in[b], buffers->bytes, MPI_BYTE, 0, TAG_DATA, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    MPI_Send(buffers->out[b], buffers->bytes, MPI_BYTE, 0, TAG_DATA, MPI_COMM_WORLD);
  }
}
