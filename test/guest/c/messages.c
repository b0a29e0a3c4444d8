/* Messages around a ring and between pairs, in all ways of sending and receiving. */
#include "check.h"

enum { LONG = 100000 };

static double left[LONG], right[LONG];

static void blocking(void) {
  int to = (rank + 1) % size, from = (rank + size - 1) % size, got = -1, count;
  MPI_Status status;
  if (rank == 0) {
    MPI_Send(&rank, 1, MPI_INT, to, 5, MPI_COMM_WORLD);
    MPI_Recv(&got, 1, MPI_INT, MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
  } else {
    MPI_Recv(&got, 1, MPI_INT, from, 5, MPI_COMM_WORLD, &status);
    MPI_Ssend(&rank, 1, MPI_INT, to, 5, MPI_COMM_WORLD);
  }
  CHECK(got == from && status.MPI_SOURCE == from && status.MPI_TAG == 5);
  MPI_Get_count(&status, MPI_INT, &count);
  CHECK(count == 1);
  MPI_Get_count(&status, MPI_DOUBLE, &count);
  CHECK(count == MPI_UNDEFINED);
  MPI_Sendrecv(&rank, 1, MPI_INT, to, 1, &got, 1, MPI_INT, from, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  CHECK(got == from);
  MPI_Sendrecv_replace(&got, 1, MPI_INT, to, 2, from, 2, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  CHECK(got == (rank + 2 * size - 2) % size);
}

static void nobody(void) {
  MPI_Status status;
  int count = -1, value = 9, flag = 0;
  MPI_Message message;
  MPI_Send(&value, 1, MPI_INT, MPI_PROC_NULL, 0, MPI_COMM_WORLD);
  MPI_Recv(&value, 1, MPI_INT, MPI_PROC_NULL, 0, MPI_COMM_WORLD, &status);
  MPI_Get_count(&status, MPI_INT, &count);
  CHECK(value == 9 && status.MPI_SOURCE == MPI_PROC_NULL && status.MPI_TAG == MPI_ANY_TAG && count == 0);
  MPI_Iprobe(MPI_PROC_NULL, 0, MPI_COMM_WORLD, &flag, &status);
  CHECK(flag == 1 && status.MPI_SOURCE == MPI_PROC_NULL);
  MPI_Mprobe(MPI_PROC_NULL, 0, MPI_COMM_WORLD, &message, &status);
  CHECK(message == MPI_MESSAGE_NO_PROC);
  MPI_Mrecv(&value, 1, MPI_INT, &message, &status);
  CHECK(message == MPI_MESSAGE_NULL && status.MPI_SOURCE == MPI_PROC_NULL);
  MPI_Request request = MPI_REQUEST_NULL;
  MPI_Mprobe(MPI_PROC_NULL, 0, MPI_COMM_WORLD, &message, MPI_STATUS_IGNORE);
  MPI_Imrecv(&value, 1, MPI_INT, &message, &request);
  CHECK(message == MPI_MESSAGE_NULL && request != MPI_REQUEST_NULL);
  MPI_Wait(&request, &status);
  CHECK(request == MPI_REQUEST_NULL && value == 9 && status.MPI_SOURCE == MPI_PROC_NULL);
}

static void requests(void) {
  int to = (rank + 1) % size, from = (rank + size - 1) % size, flag = 0, count = 0, index;
  MPI_Request some[3];
  MPI_Status statuses[3];
  for (int i = 0; i < LONG; i++) left[i] = rank * 1e6 + i;
  MPI_Irecv(right, LONG, MPI_DOUBLE, from, 3, MPI_COMM_WORLD, &some[0]);
  MPI_Isend(left, LONG, MPI_DOUBLE, to, 3, MPI_COMM_WORLD, &some[1]);
  some[2] = MPI_REQUEST_NULL;
  MPI_Waitall(3, some, statuses);
  CHECK(some[0] == MPI_REQUEST_NULL && some[1] == MPI_REQUEST_NULL);
  CHECK(statuses[0].MPI_SOURCE == from && statuses[2].MPI_SOURCE == MPI_ANY_SOURCE);
  for (int i = 0; i < LONG; i++) CHECK(right[i] == from * 1e6 + i);

  MPI_Irecv(right, 1, MPI_DOUBLE, from, 4, MPI_COMM_WORLD, &some[0]);
  MPI_Issend(left, 1, MPI_DOUBLE, to, 4, MPI_COMM_WORLD, &some[1]);
  MPI_Request_get_status(some[0], &flag, MPI_STATUS_IGNORE);
  CHECK(some[0] != MPI_REQUEST_NULL);
  for (int done = 0; done < 2; done++) {
    MPI_Waitany(2, some, &index, &statuses[0]);
    CHECK(index == 0 || index == 1);
    CHECK(some[index] == MPI_REQUEST_NULL);
  }
  MPI_Waitany(2, some, &index, &statuses[0]);
  CHECK(index == MPI_UNDEFINED);
  MPI_Testall(2, some, &flag, MPI_STATUSES_IGNORE);
  CHECK(flag == 1);
  MPI_Waitsome(2, some, &count, &index, MPI_STATUSES_IGNORE);
  CHECK(count == MPI_UNDEFINED);

  MPI_Irecv(right, 1, MPI_DOUBLE, from, 99, MPI_COMM_WORLD, &some[0]);
  MPI_Cancel(&some[0]);
  MPI_Wait(&some[0], &statuses[0]);
  MPI_Test_cancelled(&statuses[0], &flag);
  CHECK(flag == 1);
}

static void probes(void) {
  int to = (rank + 1) % size, from = (rank + size - 1) % size, flag = 0, count = 0;
  MPI_Status status;
  MPI_Message message;
  MPI_Request request;
  char text[6] = "";
  MPI_Isend("hello", 6, MPI_CHAR, to, 6, MPI_COMM_WORLD, &request);
  MPI_Probe(from, 6, MPI_COMM_WORLD, &status);
  MPI_Get_count(&status, MPI_CHAR, &count);
  CHECK(count == 6);
  MPI_Improbe(MPI_ANY_SOURCE, 6, MPI_COMM_WORLD, &flag, &message, &status);
  CHECK(flag == 1 && status.MPI_SOURCE == from);
  MPI_Iprobe(from, 6, MPI_COMM_WORLD, &flag, MPI_STATUS_IGNORE);
  CHECK(flag == 0);
  MPI_Mrecv(text, 6, MPI_CHAR, &message, &status);
  CHECK(!strcmp(text, "hello"));
  MPI_Wait(&request, MPI_STATUS_IGNORE);
}

static void large_counts(void) {
  int to = (rank + 1) % size, from = (rank + size - 1) % size;
  int got[2] = {-1, -1}, values[2] = {rank, -rank};
  MPI_Status status;
  MPI_Count count;
  MPI_Sendrecv_c(values, 2, MPI_INT, to, 1, got, 2, MPI_INT, from, 1, MPI_COMM_WORLD, &status);
  CHECK(got[0] == from && got[1] == -from);
  MPI_Get_count_c(&status, MPI_INT, &count);
  CHECK(count == 2);
}

int main(int argc, char **argv) {
  begin(&argc, &argv);
  blocking();
  nobody();
  requests();
  probes();
  large_counts();
  return end();
}
