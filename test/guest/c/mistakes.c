/* What a program gives wrongly comes back as an error code, and the next call works. */
#include "check.h"

static int told;

static void tell(MPI_Comm *comm, int *code, ...) {
  CHECK(*comm == MPI_COMM_WORLD);
  told = *code;
}

static void buffers(void) {
  int value = 1;
  char *outside = (char *)(__builtin_wasm_memory_size(0) * 65536u);
  FAILS(MPI_Send(outside, 1, MPI_INT, 0, 0, MPI_COMM_WORLD), MPI_ERR_BUFFER);
  FAILS(MPI_Send(outside - 3, 1, MPI_INT, 0, 0, MPI_COMM_WORLD), MPI_ERR_BUFFER);
  FAILS(MPI_Send((void *)0xfffffffcu, 2, MPI_INT, 0, 0, MPI_COMM_WORLD), MPI_ERR_BUFFER);
  FAILS(MPI_Recv(NULL, 1, MPI_INT, 0, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE), MPI_ERR_BUFFER);
  FAILS(MPI_Send(&value, 2147483647, MPI_DOUBLE, 0, 0, MPI_COMM_WORLD), MPI_ERR_BUFFER);
  FAILS(MPI_Send_c(&value, 1ll << 61, MPI_DOUBLE, 0, 0, MPI_COMM_WORLD), MPI_ERR_BUFFER);
  FAILS(MPI_Comm_rank(MPI_COMM_WORLD, (int *)outside), MPI_ERR_BUFFER);
  FAILS(MPI_Comm_rank(MPI_COMM_WORLD, (int *)((char *)&value + 1)), MPI_ERR_BUFFER);
  FAILS(MPI_Allreduce(&value, outside, 1, MPI_INT, MPI_SUM, MPI_COMM_SELF), MPI_ERR_BUFFER);
}

static void counts_and_ranks(void) {
  int value = 1;
  FAILS(MPI_Send(&value, -1, MPI_INT, 0, 0, MPI_COMM_WORLD), MPI_ERR_COUNT);
  FAILS(MPI_Send(&value, 1, MPI_INT, size, 0, MPI_COMM_WORLD), MPI_ERR_RANK);
  FAILS(MPI_Send(&value, 1, MPI_INT, -2, 0, MPI_COMM_WORLD), MPI_ERR_RANK);
  FAILS(MPI_Send(&value, 1, MPI_INT, MPI_ANY_SOURCE, 0, MPI_COMM_WORLD), MPI_ERR_RANK);
  FAILS(MPI_Send(&value, 1, MPI_INT, 0, -1, MPI_COMM_WORLD), MPI_ERR_TAG);
  FAILS(MPI_Recv(&value, 1, MPI_INT, 0, -1, MPI_COMM_WORLD, MPI_STATUS_IGNORE), MPI_ERR_TAG);
  FAILS(MPI_Bcast(&value, 1, MPI_INT, size, MPI_COMM_WORLD), MPI_ERR_ROOT);
  FAILS(MPI_Waitall(-1, NULL, MPI_STATUSES_IGNORE), MPI_ERR_COUNT);
}

static void handles(void) {
  int value = 1, result;
  MPI_Comm copy, freed;
  MPI_Request request, old;
  MPI_Status status;
  MPI_Comm_dup(MPI_COMM_WORLD, &copy);
  freed = copy;
  MPI_Comm_free(&copy);
  FAILS(MPI_Comm_size(freed, &value), MPI_ERR_COMM);
  MPI_Comm_dup(MPI_COMM_WORLD, &copy);
  FAILS(MPI_Comm_size(freed, &value), MPI_ERR_COMM);
  MPI_Comm_free(&copy);
  FAILS(MPI_Comm_size(MPI_COMM_NULL, &value), MPI_ERR_COMM);
  FAILS(MPI_Comm_size((MPI_Comm)0x12345678, &value), MPI_ERR_COMM);
  FAILS(MPI_Comm_size((MPI_Comm)-1, &value), MPI_ERR_COMM);
  FAILS(MPI_Comm_size((MPI_Comm)MPI_INT, &value), MPI_ERR_COMM);
  FAILS(MPI_Send(&value, 1, MPI_DATATYPE_NULL, 0, 0, MPI_COMM_WORLD), MPI_ERR_TYPE);
  FAILS(MPI_Send(&value, 1, (MPI_Datatype)0x400, 0, 0, MPI_COMM_WORLD), MPI_ERR_TYPE);
  FAILS(MPI_Allreduce(&value, &result, 1, MPI_INT, MPI_OP_NULL, MPI_COMM_WORLD), MPI_ERR_OP);
  MPI_Irecv(&value, 1, MPI_INT, rank, 1, MPI_COMM_WORLD, &request);
  old = request;
  MPI_Send(&rank, 1, MPI_INT, rank, 1, MPI_COMM_WORLD);
  MPI_Wait(&request, &status);
  FAILS(MPI_Wait(&old, &status), MPI_ERR_REQUEST);
}

static void truncation(void) {
  int two[2] = {1, 2}, guarded[2] = {7, 8};
  MPI_Request requests[2];
  MPI_Status statuses[2];
  MPI_Isend(two, 2, MPI_INT, rank, 1, MPI_COMM_WORLD, &requests[0]);
  FAILS(MPI_Recv(guarded, 1, MPI_INT, rank, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE), MPI_ERR_TRUNCATE);
  CHECK(guarded[1] == 8);
  MPI_Wait(&requests[0], MPI_STATUS_IGNORE);
  MPI_Irecv(guarded, 1, MPI_INT, rank, 1, MPI_COMM_WORLD, &requests[0]);
  MPI_Isend(two, 2, MPI_INT, rank, 1, MPI_COMM_WORLD, &requests[1]);
  FAILS(MPI_Waitall(2, requests, statuses), MPI_ERR_IN_STATUS);
  CHECK(statuses[0].MPI_ERROR == MPI_ERR_TRUNCATE && statuses[1].MPI_ERROR == MPI_SUCCESS);
  CHECK(guarded[1] == 8 && requests[0] == MPI_REQUEST_NULL && requests[1] == MPI_REQUEST_NULL);
}

static void handler(void) {
  MPI_Errhandler mine, got;
  int value = 1;
  MPI_Comm_create_errhandler(tell, &mine);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, mine);
  MPI_Send(&value, 1, MPI_INT, size, 0, MPI_COMM_WORLD);
  CHECK(told == MPI_ERR_RANK);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_get_errhandler(MPI_COMM_WORLD, &got);
  CHECK(got == MPI_ERRORS_RETURN);
  MPI_Errhandler_free(&mine);
  CHECK(mine == MPI_ERRHANDLER_NULL);
}

int main(int argc, char **argv) {
  begin(&argc, &argv);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_set_errhandler(MPI_COMM_SELF, MPI_ERRORS_RETURN);
  buffers();
  counts_and_ranks();
  handles();
  truncation();
  handler();
  MPI_Barrier(MPI_COMM_WORLD);
  return end();
}
