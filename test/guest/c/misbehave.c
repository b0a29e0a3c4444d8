/* Does one thing that a program should not do: the first argument says which. Rank 1 does it, while the others wait for it. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int deeper(int n) {
  volatile int here[64];
  here[0] = n;
  return n < 0 ? n : deeper(n + 1) + here[0];
}

static int large(int n) {
  volatile char here[1 << 20];
  here[n] = 1;
  return n < 0 ? n : large(n + 1) + here[n];
}

static void crash(void) { __builtin_trap(); }

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  int rank, value = 0;
  if (!strcmp(what, "nothing")) {
    puts("no message was sent");
    return 0;
  }
  if (!strcmp(what, "early")) MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank == 1) {
    if (!strcmp(what, "unreachable")) crash();
    if (!strcmp(what, "outside")) value = *(volatile int *)0xfffffff0u;
    if (!strcmp(what, "stack")) value = deeper(0);
    if (!strcmp(what, "frames")) value = large(0);
    if (!strcmp(what, "exit")) exit(7);
    if (!strcmp(what, "forget")) exit(0);
    if (!strcmp(what, "abort")) MPI_Abort(MPI_COMM_WORLD, 42);
    if (!strcmp(what, "fatal")) MPI_Send(&value, 1, MPI_INT, 99, 0, MPI_COMM_WORLD);
    if (!strcmp(what, "missing")) MPI_Open_port(MPI_INFO_NULL, malloc(MPI_MAX_PORT_NAME));
  }
  MPI_Barrier(MPI_COMM_WORLD);
  MPI_Finalize();
  if (!strcmp(what, "late")) MPI_Barrier(MPI_COMM_WORLD);
  return value;
}
