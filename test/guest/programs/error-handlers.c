/*
 * Error handlers. Without an argument all cases are gone through; with one, the rank 1 of 2 makes an error that nobody handles: "send", "abort" or
 * "called".
 */
#include "cases.h"

static MPI_Comm told_comm;
static int told_code, told;

static void handler(MPI_Comm *comm, int *code, ...) {
  told++;
  told_comm = *comm;
  told_code = *code;
}

static void test_handlers(void) {
  MPI_Errhandler made, found;
  MPI_Comm comm, twin;
  int value = 0;
  OK(MPI_Comm_dup(MPI_COMM_WORLD, &comm));
  OK(MPI_Comm_get_errhandler(comm, &found));
  CHECK(found == MPI_ERRORS_RETURN);
  OK(MPI_Comm_set_errhandler(comm, MPI_ERRORS_ABORT));
  OK(MPI_Comm_get_errhandler(comm, &found));
  CHECK(found == MPI_ERRORS_ABORT);
  passed("a communicator inherits its handler, and tells which it is");

  OK(MPI_Comm_create_errhandler(handler, &made));
  OK(MPI_Comm_set_errhandler(comm, made));
  OK(MPI_Errhandler_free(&made));
  CHECK(made == MPI_ERRHANDLER_NULL);
  FAILS(MPI_ERR_RANK, MPI_Send(&value, 1, MPI_INT, size, 0, comm));
  CHECK(told == 1 && told_comm == comm && class_of(told_code) == MPI_ERR_RANK);
  OK(MPI_Comm_split(comm, 0, 0, &twin));
  FAILS(MPI_ERR_TAG, MPI_Send(&value, 1, MPI_INT, 0, -5, twin));
  CHECK(told == 2 && told_comm == twin && class_of(told_code) == MPI_ERR_TAG);
  FAILS(MPI_ERR_COUNT, MPI_Bcast(&value, -1, MPI_INT, 0, twin));
  CHECK(told == 3);
  passed("a handler of the program is told the communicator and the code");

  int class, code;
  OK(MPI_Add_error_class(&class));
  OK(MPI_Add_error_code(class, &code));
  OK(MPI_Comm_call_errhandler(comm, code));
  CHECK(told == 4 && told_comm == comm && told_code == code);
  OK(MPI_Comm_call_errhandler(MPI_COMM_WORLD, code));
  CHECK(told == 4);
  FAILS(MPI_ERR_ERRHANDLER, MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRHANDLER_NULL));
  OK(MPI_Comm_free(&twin));
  OK(MPI_Comm_free(&comm));
  passed("a handler can be called");
}

int main(int argc, char **argv) {
  int value = 0;
  begin(&argc, &argv);
  if (argc == 1) {
    test_handlers();
    end();
  } else if (rank == 1) {
    MPI_Comm comm;
    MPI_Comm_set_errhandler(MPI_COMM_SELF, strcmp(argv[1], "abort") == 0 ? MPI_ERRORS_ABORT : MPI_ERRORS_ARE_FATAL);
    MPI_Comm_dup(MPI_COMM_SELF, &comm);
    if (strcmp(argv[1], "called") == 0) MPI_Comm_call_errhandler(comm, MPI_ERR_OTHER);
    MPI_Send(&value, 1, MPI_INT, 7, 0, comm);
    puts("not reached");
  } else {
    MPI_Recv(&value, 1, MPI_INT, 1, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  }
  MPI_Finalize();
  return 0;
}
