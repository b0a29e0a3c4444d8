/*
 * Errors (MPI 4.1, chapter 9): by default one ends the program. Here calls return codes instead, or a function of the
 * program's own is told.
 */
#include <mpi.h>
#include <stdio.h>

static int told = MPI_SUCCESS;

static void handler(MPI_Comm *comm, int *code, ...) {
  (void)comm;
  MPI_Error_class(*code, &told);
}

int main(int argc, char **argv) {
  int rank, size, number = 42, class;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);

  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  const int code = MPI_Send(&number, 1, MPI_INT, size, 0, MPI_COMM_WORLD);
  MPI_Error_class(code, &class);
  const int no_such_rank = class == MPI_ERR_RANK;

  /* A message that is longer than its buffer. */
  int numbers[2] = {1, 2};
  MPI_Request request;
  MPI_Isend(numbers, 2, MPI_INT, rank, 0, MPI_COMM_WORLD, &request);
  MPI_Error_class(MPI_Recv(&number, 1, MPI_INT, rank, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE), &class);
  MPI_Wait(&request, MPI_STATUS_IGNORE);
  const int truncated = class == MPI_ERR_TRUNCATE;

  MPI_Errhandler own;
  MPI_Comm_create_errhandler(handler, &own);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, own);
  MPI_Errhandler_free(&own);
  MPI_Bcast(&number, -1, MPI_INT, 0, MPI_COMM_WORLD);

  if (rank == 0) {
    char text[MPI_MAX_ERROR_STRING];
    int length;
    MPI_Error_string(code, text, &length);
    printf("no such rank: %s; too long: %s; a negative count: %s\n", no_such_rank ? "returned" : "missed",
           truncated ? "returned" : "missed", told == MPI_ERR_COUNT ? "told" : "missed");
    if (length == 0) puts("but there are no words for it");
  }
  MPI_Finalize();
  return 0;
}
