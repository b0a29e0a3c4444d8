/* Takes memory until there is none, which must be within two numbers of MiB, and exchanges what lies at its end with the other rank. */
#include "check.h"

enum { BLOCK = 1 << 20, MOST = 8192 };

int main(int argc, char **argv) {
  static char *blocks[MOST];
  int count = 0, other, least = atoi(argv[1]), most = atoi(argv[2]);
  begin(&argc, &argv);
  while (count < MOST && (blocks[count] = malloc(BLOCK)) != NULL) {
    blocks[count][BLOCK - 1] = 1;
    count++;
  }
  CHECK(count >= least && count <= most);
  int *value = (int *)(blocks[count - 1] + BLOCK - sizeof(int));
  *value = rank;
  MPI_Sendrecv(value, 1, MPI_INT, 1 - rank, 0, &other, 1, MPI_INT, 1 - rank, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  CHECK(other == 1 - rank);
  char *sent = blocks[count - 1], *got = blocks[count - 2];
  memset(sent, rank + 1, BLOCK);
  MPI_Sendrecv(sent, BLOCK, MPI_BYTE, 1 - rank, 0, got, BLOCK, MPI_BYTE, 1 - rank, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  for (int i = 0; i < BLOCK; i++) CHECK(got[i] == 2 - rank);
  while (count > 0) free(blocks[--count]);
  void *again;
  MPI_Alloc_mem(4 * BLOCK, MPI_INFO_NULL, &again);
  CHECK(again != NULL);
  MPI_Free_mem(again);
  return end();
}
