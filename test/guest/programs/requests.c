/*
 * Modes of sending, and all kinds of requests, as C has them. For 2 ranks. Says "passed: ..." for each part, and "all cases have passed".
 */
#include "cases.h"

enum { MANY = 50000 };

static int other;
static int numbers[MANY], received[MANY];

static void fill(int first) {
  for (int i = 0; i < MANY; i++) numbers[i] = first + i;
}

static int is_filled(int first) {
  for (int i = 0; i < MANY; i++)
    if (received[i] != first + i) return 0;
  return 1;
}

static int is_empty(const MPI_Status *status) {
  int count, cancelled;
  MPI_Get_count(status, MPI_INT, &count);
  MPI_Test_cancelled(status, &cancelled);
  return status->MPI_SOURCE == MPI_ANY_SOURCE && status->MPI_TAG == MPI_ANY_TAG && count == 0 && !cancelled;
}

static void buffered(void) {
  const int size = (int)sizeof numbers + MPI_BSEND_OVERHEAD;
  char *buffer = malloc(size), *detached;
  int detached_size;
  MPI_Request request;
  FAILS(MPI_ERR_BUFFER, MPI_Bsend(numbers, 1, MPI_INT, other, 0, MPI_COMM_WORLD));
  FAILS(MPI_ERR_BUFFER, MPI_Buffer_attach(NULL, size));
  OK(MPI_Buffer_attach(buffer, size));
  FAILS(MPI_ERR_BUFFER, MPI_Buffer_attach(buffer, size));
  fill(rank);
  OK(MPI_Bsend(numbers, MANY, MPI_INT, other, 0, MPI_COMM_WORLD));
  FAILS(MPI_ERR_BUFFER, MPI_Bsend(numbers, MANY, MPI_INT, other, 0, MPI_COMM_WORLD));
  MPI_Barrier(MPI_COMM_WORLD);
  fill(-1);
  OK(MPI_Recv(received, MANY, MPI_INT, other, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE));
  CHECK(is_filled(other));
  OK(MPI_Buffer_flush());
  fill(rank + 10);
  OK(MPI_Ibsend(numbers, MANY, MPI_INT, other, 0, MPI_COMM_WORLD, &request));
  OK(MPI_Wait(&request, MPI_STATUS_IGNORE));
  fill(-1);
  OK(MPI_Buffer_iflush(&request));
  OK(MPI_Recv(received, MANY, MPI_INT, other, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE));
  CHECK(is_filled(other + 10));
  OK(MPI_Wait(&request, MPI_STATUS_IGNORE));
  OK(MPI_Buffer_detach(&detached, &detached_size));
  CHECK(detached == buffer && detached_size == size);
  OK(MPI_Buffer_detach(&detached, &detached_size));
  CHECK(detached == NULL && detached_size == 0);

  MPI_Count large_size;
  OK(MPI_Comm_attach_buffer(MPI_COMM_WORLD, MPI_BUFFER_AUTOMATIC, 0));
  OK(MPI_Bsend(numbers, MANY, MPI_INT, other, 0, MPI_COMM_WORLD));
  OK(MPI_Recv(received, MANY, MPI_INT, other, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE));
  OK(MPI_Comm_flush_buffer(MPI_COMM_WORLD));
  OK(MPI_Comm_detach_buffer_c(MPI_COMM_WORLD, &detached, &large_size));
  CHECK(detached == MPI_BUFFER_AUTOMATIC && large_size == 0);
  free(buffer);
  passed("buffered sends");
}

static void ready(void) {
  MPI_Request request;
  OK(MPI_Irecv(received, MANY, MPI_INT, other, 0, MPI_COMM_WORLD, &request));
  MPI_Barrier(MPI_COMM_WORLD);
  fill(rank);
  OK(MPI_Rsend(numbers, MANY, MPI_INT, other, 0, MPI_COMM_WORLD));
  OK(MPI_Wait(&request, MPI_STATUS_IGNORE));
  CHECK(is_filled(other));
  passed("ready sends");
}

static void persistent(void) {
  typedef int Init(const void *, int, MPI_Datatype, int, int, MPI_Comm, MPI_Request *);
  Init *inits[] = {MPI_Send_init, MPI_Ssend_init, MPI_Bsend_init, MPI_Rsend_init};
  char *nothing;
  int nothing_size, flag, index;
  MPI_Status status, statuses[2];
  OK(MPI_Buffer_attach(MPI_BUFFER_AUTOMATIC, 0));
  for (int mode = 0; mode < 4; mode++) {
    MPI_Request requests[2];
    OK(MPI_Recv_init(received, MANY, MPI_INT, MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &requests[0]));
    OK(inits[mode](numbers, MANY, MPI_INT, other, mode, MPI_COMM_WORLD, &requests[1]));
    OK(MPI_Wait(&requests[0], &status));
    CHECK(is_empty(&status));
    OK(MPI_Testany(2, requests, &index, &flag, &status));
    CHECK(flag && index == MPI_UNDEFINED && is_empty(&status));
    for (int round = 0; round < 3; round++) {
      fill(rank + round);
      OK(MPI_Start(&requests[0]));
      FAILS(MPI_ERR_REQUEST, MPI_Start(&requests[0]));
      MPI_Barrier(MPI_COMM_WORLD);
      OK(MPI_Start(&requests[1]));
      OK(MPI_Waitall(2, requests, statuses));
      CHECK(statuses[0].MPI_SOURCE == other && statuses[0].MPI_TAG == mode);
      CHECK(requests[0] != MPI_REQUEST_NULL && requests[1] != MPI_REQUEST_NULL);
      CHECK(is_filled(other + round));
    }
    MPI_Barrier(MPI_COMM_WORLD);
    OK(MPI_Startall(2, requests));
    for (int done = 0; done < 2; done++) OK(MPI_Waitany(2, requests, &index, MPI_STATUS_IGNORE));
    OK(MPI_Waitany(2, requests, &index, &status));
    CHECK(index == MPI_UNDEFINED);
    for (int i = 0; i < 2; i++) {
      OK(MPI_Request_free(&requests[i]));
      CHECK(requests[i] == MPI_REQUEST_NULL);
    }
  }
  OK(MPI_Buffer_detach(&nothing, &nothing_size));

  MPI_Request request;
  OK(MPI_Recv_init(received, 1, MPI_INT, other, 99, MPI_COMM_WORLD, &request));
  OK(MPI_Start(&request));
  OK(MPI_Cancel(&request));
  OK(MPI_Wait(&request, &status));
  OK(MPI_Test_cancelled(&status, &flag));
  CHECK(flag);
  OK(MPI_Request_free(&request));
  FAILS(MPI_ERR_REQUEST, MPI_Start(&request));
  OK(MPI_Irecv(received, 1, MPI_INT, MPI_PROC_NULL, 0, MPI_COMM_WORLD, &request));
  FAILS(MPI_ERR_REQUEST, MPI_Start(&request));
  OK(MPI_Wait(&request, MPI_STATUS_IGNORE));
  passed("persistent messages");
}

static void persistent_collectives(void) {
  int send[4], sums[4];
  MPI_Request requests[5];
  for (int i = 0; i < 4; i++)
    OK(MPI_Allreduce_init(&send[i], &sums[i], 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD, MPI_INFO_NULL, &requests[i]));
  OK(MPI_Barrier_init(MPI_COMM_WORLD, MPI_INFO_NULL, &requests[4]));
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < 4; i++) send[i] = rank + round + i;
    for (int i = 0; i < 5; i++) OK(MPI_Start(&requests[rank == 0 ? i : 4 - i]));
    OK(MPI_Waitall(5, requests, MPI_STATUSES_IGNORE));
    for (int i = 0; i < 4; i++) CHECK(sums[i] == 1 + 2 * (round + i));
  }
  for (int i = 0; i < 5; i++) OK(MPI_Request_free(&requests[i]));
  passed("persistent collectives, started in any order");
}

static int queried, freed, cancelled_complete;

static int query(void *state, MPI_Status *status) {
  queried++;
  status->MPI_SOURCE = 7;
  status->MPI_TAG = *(int *)state;
  MPI_Status_set_elements(status, MPI_INT, 3);
  MPI_Status_set_cancelled(status, 0);
  return MPI_SUCCESS;
}

static int release(void *state) {
  (void)state;
  freed++;
  return MPI_SUCCESS;
}

static int cancel(void *state, int complete) {
  (void)state;
  cancelled_complete = complete;
  return MPI_SUCCESS;
}

static void generalized(void) {
  int state = 42, flag, count;
  MPI_Request request, copy;
  MPI_Status status;
  OK(MPI_Grequest_start(query, release, cancel, &state, &request));
  OK(MPI_Test(&request, &flag, &status));
  CHECK(!flag && queried == 0);
  cancelled_complete = -1;
  OK(MPI_Cancel(&request));
  CHECK(cancelled_complete == 0);
  OK(MPI_Grequest_complete(request));
  OK(MPI_Request_get_status(request, &flag, &status));
  CHECK(flag && queried == 1 && freed == 0);
  OK(MPI_Wait(&request, &status));
  OK(MPI_Get_count(&status, MPI_INT, &count));
  CHECK(status.MPI_SOURCE == 7 && status.MPI_TAG == 42 && count == 3);
  CHECK(request == MPI_REQUEST_NULL && freed == 1);
  OK(MPI_Grequest_start(query, release, cancel, &state, &request));
  copy = request;
  OK(MPI_Grequest_complete(request));
  OK(MPI_Request_free(&request));
  CHECK(freed == 2);
  FAILS(MPI_ERR_REQUEST, MPI_Grequest_complete(copy));
  passed("generalized requests");
}

static void statuses_of_requests(void) {
  MPI_Request requests[3] = {MPI_REQUEST_NULL};
  MPI_Status statuses[3];
  int flag, index, indices[3], count;
  OK(MPI_Request_get_status_any(1, requests, &index, &flag, statuses));
  CHECK(flag && index == MPI_UNDEFINED && is_empty(&statuses[0]));
  OK(MPI_Request_get_status_some(1, requests, &count, indices, statuses));
  CHECK(count == MPI_UNDEFINED);
  OK(MPI_Irecv(received, 1, MPI_INT, rank, 1, MPI_COMM_WORLD, &requests[1]));
  OK(MPI_Irecv(received + 1, 1, MPI_INT, rank, 2, MPI_COMM_WORLD, &requests[2]));
  OK(MPI_Request_get_status_any(3, requests, &index, &flag, statuses));
  CHECK(!flag);
  OK(MPI_Send(numbers, 1, MPI_INT, rank, 2, MPI_COMM_WORLD));
  for (int again = 0; again < 2; again++) {
    OK(MPI_Request_get_status_some(3, requests, &count, indices, statuses));
    CHECK(count == 1 && indices[0] == 2 && statuses[0].MPI_TAG == 2);
    OK(MPI_Request_get_status_any(3, requests, &index, &flag, statuses));
    CHECK(flag && index == 2 && statuses[0].MPI_TAG == 2);
  }
  OK(MPI_Request_get_status_all(3, requests, &flag, statuses));
  CHECK(!flag);
  OK(MPI_Send(numbers, 1, MPI_INT, rank, 1, MPI_COMM_WORLD));
  OK(MPI_Request_get_status_all(3, requests, &flag, statuses));
  CHECK(flag && is_empty(&statuses[0]) && statuses[1].MPI_TAG == 1 && statuses[2].MPI_TAG == 2);
  OK(MPI_Waitall(3, requests, MPI_STATUSES_IGNORE));
  passed("statuses that leave requests as they are");
}

static void partitioned(void) {
  enum { PARTS = 4, THEIRS = 10 };
  int flag;
  MPI_Request request;
  if (rank == 0) {
    OK(MPI_Psend_init(numbers, PARTS, MANY / PARTS, MPI_INT, 1, 5, MPI_COMM_WORLD, MPI_INFO_NULL, &request));
    FAILS(MPI_ERR_ARG, MPI_Pready(0, request));
  } else {
    OK(MPI_Precv_init(received, THEIRS, MANY / THEIRS, MPI_INT, 0, 5, MPI_COMM_WORLD, MPI_INFO_NULL, &request));
    FAILS(MPI_ERR_REQUEST, MPI_Pready(0, request));
  }
  for (int round = 0; round < 3; round++) {
    OK(MPI_Start(&request));
    if (rank == 0) {
      fill(round);
      const int list[] = {3, 1};
      OK(MPI_Pready_list(2, list, request));
      OK(MPI_Pready(0, request));
      OK(MPI_Pready_range(2, 2, request));
      FAILS(MPI_ERR_ARG, MPI_Pready(PARTS, request));
    } else {
      for (int part = 0; part < THEIRS; part++)
        do OK(MPI_Parrived(request, part, &flag));
        while (!flag);
    }
    OK(MPI_Wait(&request, MPI_STATUS_IGNORE));
    CHECK(rank == 0 || is_filled(round));
  }
  OK(MPI_Request_free(&request));
  passed("partitioned messages");
}

static void exchanged(void) {
  MPI_Request request;
  MPI_Status status;
  int one = rank;
  fill(rank);
  OK(MPI_Isendrecv(numbers, MANY, MPI_INT, other, 3, received, MANY, MPI_INT, other, 3, MPI_COMM_WORLD, &request));
  OK(MPI_Wait(&request, &status));
  CHECK(status.MPI_SOURCE == other && is_filled(other));
  OK(MPI_Isendrecv_replace(&one, 1, MPI_INT, other, 4, other, 4, MPI_COMM_WORLD, &request));
  OK(MPI_Wait(&request, &status));
  CHECK(status.MPI_TAG == 4 && one == other);
  passed("exchanges that are begun");
}

int main(int argc, char **argv) {
  begin(&argc, &argv);
  other = 1 - rank;
  buffered();
  ready();
  persistent();
  persistent_collectives();
  generalized();
  statuses_of_requests();
  partitioned();
  exchanged();
  end();
  MPI_Finalize();
  return 0;
}
