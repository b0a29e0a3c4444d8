/* Every collective, blocking and nonblocking, of few and of many elements; operations of MPI and of the program. */
#include "check.h"

enum { MANY = 30000 };

static int send[MANY * 4], recv[MANY * 4];

/* Writes two numbers one behind the other. */
static void join(void *in, void *inout, int *count, MPI_Datatype *type) {
  CHECK(*type == MPI_INT);
  for (int i = 0; i < *count; i++) {
    int left = ((int *)in)[i], right = ((int *)inout)[i];
    for (int rest = right; rest > 0; rest /= 10) left *= 10;
    ((int *)inout)[i] = left + right;
  }
}

/* 1234 for four. */
static int digits(int ranks) {
  int number = 0;
  for (int i = 1; i <= ranks; i++) number = number * 10 + i;
  return number;
}

static void reductions(int n) {
  MPI_Request request;
  MPI_Op op;
  int sum = size * (size + 1) / 2, commutes;
  for (int i = 0; i < n; i++) send[i] = rank + 1;
  MPI_Allreduce(send, recv, n, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  CHECK(recv[0] == sum && recv[n - 1] == sum);
  MPI_Allreduce(MPI_IN_PLACE, recv, n, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  CHECK(recv[n - 1] == sum);
  recv[0] = -1;
  MPI_Reduce(send, rank == 1 ? recv : NULL, n, MPI_INT, MPI_PROD, 1, MPI_COMM_WORLD);
  CHECK(rank == 1 ? recv[0] > 0 : recv[0] == -1);
  MPI_Iallreduce(send, recv, n, MPI_INT, MPI_MIN, MPI_COMM_WORLD, &request);
  MPI_Wait(&request, MPI_STATUS_IGNORE);
  CHECK(recv[n - 1] == 1);
  MPI_Scan(send, recv, n, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  CHECK(recv[n - 1] == (rank + 1) * (rank + 2) / 2);
  recv[0] = -7;
  MPI_Exscan(send, recv, n, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  CHECK(recv[0] == (rank == 0 ? -7 : rank * (rank + 1) / 2));

  MPI_Op_create(join, 0, &op);
  MPI_Op_commutative(op, &commutes);
  CHECK(commutes == 0);
  MPI_Allreduce(send, recv, n, MPI_INT, op, MPI_COMM_WORLD);
  CHECK(recv[0] == digits(size) && recv[n - 1] == digits(size));
  MPI_Ireduce(send, recv, n, MPI_INT, op, 0, MPI_COMM_WORLD, &request);
  MPI_Wait(&request, MPI_STATUS_IGNORE);
  if (rank == 0) CHECK(recv[n - 1] == digits(size));
  int in = 3, inout = 4;
  MPI_Reduce_local(&in, &inout, 1, MPI_INT, op);
  CHECK(inout == 34);
  MPI_Op_free(&op);
  CHECK(op == MPI_OP_NULL);

  int counts[16];
  for (int i = 0; i < size; i++) counts[i] = i + 1;
  int all = size * (size + 1) / 2;
  for (int i = 0; i < all; i++) send[i] = i;
  MPI_Reduce_scatter(send, recv, counts, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  CHECK(recv[rank] == size * (rank * (rank + 1) / 2 + rank));
  MPI_Reduce_scatter_block(send, recv, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  CHECK(recv[0] == size * rank);
}

static void movements(int n) {
  MPI_Request request;
  for (int i = 0; i < n; i++) send[i] = rank == 0 ? i : -1;
  MPI_Bcast(send, n, MPI_INT, 0, MPI_COMM_WORLD);
  CHECK(send[n - 1] == n - 1);
  for (int i = 0; i < n * size; i++) send[i] = rank * 1000 + i / n;
  MPI_Alltoall(send, n, MPI_INT, recv, n, MPI_INT, MPI_COMM_WORLD);
  for (int i = 0; i < size; i++) CHECK(recv[i * n] == i * 1000 + rank && recv[i * n + n - 1] == i * 1000 + rank);
  MPI_Allgather(send, n, MPI_INT, recv, n, MPI_INT, MPI_COMM_WORLD);
  for (int i = 0; i < size; i++) CHECK(recv[i * n] == i * 1000);
  for (int i = 0; i < n; i++) recv[rank * n + i] = rank;
  MPI_Iallgather(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, recv, n, MPI_INT, MPI_COMM_WORLD, &request);
  MPI_Wait(&request, MPI_STATUS_IGNORE);
  for (int i = 0; i < size; i++) CHECK(recv[i * n + n - 1] == i);
  MPI_Gather(send, n, MPI_INT, recv, n, MPI_INT, 1, MPI_COMM_WORLD);
  if (rank == 1) CHECK(recv[(size - 1) * n] == (size - 1) * 1000);
  MPI_Scatter(rank == 1 ? recv : NULL, n, MPI_INT, send, n, MPI_INT, 1, MPI_COMM_WORLD);
  CHECK(send[n - 1] == rank * 1000);
}

/* Rank i sends i + 1 elements to each, and what comes is laid with a gap behind each part, from the last rank to the first. */
static void different_lengths(void) {
  int sendcounts[16], recvcounts[16], sdispls[16], rdispls[16], begin = 0;
  MPI_Datatype types[16];
  for (int i = size - 1; i >= 0; i--) {
    sendcounts[i] = rank + 1;
    sdispls[i] = 0;
    recvcounts[i] = i + 1;
    rdispls[i] = begin;
    begin += i + 2;
    types[i] = MPI_INT;
  }
  for (int i = 0; i < begin; i++) recv[i] = -1;
  for (int i = 0; i <= rank; i++) send[i] = rank * 10 + i;
  MPI_Alltoallv(send, sendcounts, sdispls, MPI_INT, recv, recvcounts, rdispls, MPI_INT, MPI_COMM_WORLD);
  for (int i = 0; i < size; i++) CHECK(recv[rdispls[i] + i] == i * 11 && recv[rdispls[i] + i + 1] == -1);
  MPI_Allgatherv(send, rank + 1, MPI_INT, recv, recvcounts, rdispls, MPI_INT, MPI_COMM_WORLD);
  for (int i = 0; i < size; i++) CHECK(recv[rdispls[i] + i] == i * 11 && recv[rdispls[i] + i + 1] == -1);
  for (int i = 0; i < begin; i++) recv[i] = -1;
  MPI_Gatherv(send, rank + 1, MPI_INT, recv, recvcounts, rdispls, MPI_INT, 0, MPI_COMM_WORLD);
  if (rank == 0) CHECK(recv[rdispls[size - 1] + size - 1] == (size - 1) * 11);
  MPI_Scatterv(recv, recvcounts, rdispls, MPI_INT, send, rank + 1, MPI_INT, 0, MPI_COMM_WORLD);
  CHECK(send[rank] == rank * 11);
  for (int i = 0; i < size; i++) rdispls[i] *= sizeof(int);
  MPI_Alltoallw(send, sendcounts, sdispls, types, recv, recvcounts, rdispls, types, MPI_COMM_WORLD);
  for (int i = 0; i < size; i++) CHECK(recv[rdispls[i] / (int)sizeof(int) + i] == i * 11);

  MPI_Count large_counts[16];
  MPI_Aint large_displs[16];
  for (int i = 0; i < size; i++) {
    large_counts[i] = i + 1;
    large_displs[i] = 20 * i;
  }
  MPI_Allgatherv_c(send, rank + 1, MPI_INT, recv, large_counts, large_displs, MPI_INT, MPI_COMM_WORLD);
  for (int i = 0; i < size; i++) CHECK(recv[20 * i + i] == i * 11);
}

static void communicators(void) {
  MPI_Comm half, copy, later, two;
  MPI_Group world, pair;
  MPI_Request request;
  int ranks[2] = {1, 0}, here, result, sum;
  MPI_Comm_split(MPI_COMM_WORLD, rank % 2, -rank, &half);
  MPI_Comm_size(half, &result);
  CHECK(result == (size + 1 - rank % 2) / 2);
  MPI_Allreduce(&rank, &sum, 1, MPI_INT, MPI_SUM, half);
  MPI_Comm_split(MPI_COMM_WORLD, rank == 0 ? 0 : MPI_UNDEFINED, 0, &copy);
  CHECK((copy == MPI_COMM_NULL) == (rank != 0));
  if (rank == 0) MPI_Comm_free(&copy);
  MPI_Comm_dup(half, &copy);
  MPI_Comm_compare(half, copy, &result);
  CHECK(result == MPI_CONGRUENT);
  MPI_Comm_idup(MPI_COMM_WORLD, &later, &request);
  MPI_Wait(&request, MPI_STATUS_IGNORE);
  MPI_Barrier(later);
  MPI_Comm_group(MPI_COMM_WORLD, &world);
  MPI_Group_incl(world, 2, ranks, &pair);
  MPI_Group_rank(pair, &here);
  CHECK(here == (rank > 1 ? MPI_UNDEFINED : 1 - rank));
  MPI_Comm_create(MPI_COMM_WORLD, pair, &two);
  CHECK((two == MPI_COMM_NULL) == (rank > 1));
  if (rank < 2) {
    MPI_Comm_rank(two, &here);
    CHECK(here == 1 - rank);
    MPI_Comm_free(&two);
    CHECK(two == MPI_COMM_NULL);
  }
  MPI_Group_free(&pair);
  MPI_Group_free(&world);
  MPI_Comm_free(&later);
  MPI_Comm_free(&copy);
  MPI_Comm_free(&half);
}

int main(int argc, char **argv) {
  begin(&argc, &argv);
  int lengths[] = {1, 100, MANY};
  for (int i = 0; i < 3; i++) {
    reductions(lengths[i]);
    movements(lengths[i]);
  }
  different_lengths();
  communicators();
  return end();
}
