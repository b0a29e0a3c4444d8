/* Checks for programs that try functions of the library: each says "passed: ..." for each part, and "all cases have passed". */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int rank, size;

#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      printf("rank %d, line %d: %s is not so\n", rank, __LINE__, #condition); \
      fflush(stdout); \
      MPI_Abort(MPI_COMM_WORLD, 1); \
    } \
  } while (0)
#define OK(call) CHECK((call) == MPI_SUCCESS)
#define FAILS(error, call) CHECK(class_of(call) == (error))

static inline int class_of(int code) {
  int class;
  MPI_Error_class(code, &class);
  return class;
}

static inline void begin(int *argc, char ***argv) {
  MPI_Init(argc, argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_set_errhandler(MPI_COMM_SELF, MPI_ERRORS_RETURN);
}

static inline void passed(const char *what) {
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank == 0) printf("passed: %s\n", what);
}

static inline void end(void) {
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank == 0) puts("all cases have passed");
}
