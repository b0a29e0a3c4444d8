/* Two groups of ranks: the first one, and the others. For 4 ranks. */
#include "cases.h"

static MPI_Comm inter;
static int is_first, here, there, local_rank;

/* The root's argument, where rank 0 of the first group is the root, or of the other one. */
static int root_in(int first) {
  if (is_first != first) return 0;
  return local_rank == 0 ? MPI_ROOT : MPI_PROC_NULL;
}

static void test_groups(void) {
  int flag, count, result;
  MPI_Group group;
  OK(MPI_Comm_test_inter(inter, &flag));
  CHECK(flag);
  OK(MPI_Comm_test_inter(MPI_COMM_WORLD, &flag));
  CHECK(!flag);
  OK(MPI_Comm_size(inter, &count));
  CHECK(count == here);
  OK(MPI_Comm_remote_size(inter, &count));
  CHECK(count == there);
  OK(MPI_Comm_remote_group(inter, &group));
  OK(MPI_Group_size(group, &count));
  CHECK(count == there);
  OK(MPI_Group_free(&group));
  OK(MPI_Comm_compare(inter, MPI_COMM_WORLD, &result));
  CHECK(result == MPI_UNEQUAL);
  FAILS(MPI_ERR_COMM, MPI_Comm_remote_size(MPI_COMM_WORLD, &count));
  int one = 1, sum;
  MPI_Comm_set_errhandler(inter, MPI_ERRORS_RETURN);
  FAILS(MPI_ERR_COMM, MPI_Scan(&one, &sum, 1, MPI_INT, MPI_SUM, inter));
  passed("groups of an intercommunicator");
}

static void test_messages(void) {
  int got = -1;
  MPI_Status status;
  if (is_first) {
    for (int dest = 0; dest < there; dest++) OK(MPI_Send(&rank, 1, MPI_INT, dest, 5, inter));
    for (int i = 0; i < there; i++) {
      OK(MPI_Recv(&got, 1, MPI_INT, MPI_ANY_SOURCE, 6, inter, &status));
      CHECK(got == status.MPI_SOURCE + 1);
    }
  } else {
    OK(MPI_Recv(&got, 1, MPI_INT, 0, 5, inter, &status));
    CHECK(got == 0 && status.MPI_SOURCE == 0);
    OK(MPI_Send(&rank, 1, MPI_INT, 0, 6, inter));
  }
  passed("messages between the groups");
}

static void test_rooted(int first) {
  int root = root_in(first), is_root = root == MPI_ROOT, is_other = root >= 0;
  int value = is_root ? 42 : -1, all[4] = {-1, -1, -1, -1}, part = -1, sum = -1, counts[4], displs[4];
  int peers = there, base = is_first ? 1 : 0;
  OK(MPI_Barrier(inter));
  OK(MPI_Bcast(&value, 1, MPI_INT, root, inter));
  CHECK(value == (is_root || is_other ? 42 : -1));
  OK(MPI_Gather(&rank, 1, MPI_INT, all, 1, MPI_INT, root, inter));
  for (int i = 0; i < peers; i++) {
    if (is_root) CHECK(all[i] == base + i);
    counts[i] = 1;
    displs[i] = peers - 1 - i;
  }
  OK(MPI_Gatherv(&rank, 1, MPI_INT, all, counts, displs, MPI_INT, root, inter));
  if (is_root) CHECK(all[0] == base + peers - 1);
  OK(MPI_Scatter(all, 1, MPI_INT, &part, 1, MPI_INT, root, inter));
  int from = is_first ? 0 : 1, others = is_first ? 1 : 3;
  if (is_other) CHECK(part == from + others - 1 - local_rank);
  OK(MPI_Scatterv(all, counts, displs, MPI_INT, &part, 1, MPI_INT, root, inter));
  if (is_other) CHECK(part == rank);
  OK(MPI_Reduce(&rank, &sum, 1, MPI_INT, MPI_SUM, root, inter));
  CHECK(sum == (is_root ? (is_first ? 6 : 0) : -1));
  MPI_Request request;
  value = is_root ? 43 : -1;
  OK(MPI_Ibcast(&value, 1, MPI_INT, root, inter, &request));
  OK(MPI_Wait(&request, MPI_STATUS_IGNORE));
  CHECK(value == (is_root || is_other ? 43 : -1));
}

static void test_unrooted(void) {
  int all[4], sent[4], sum, counts[4] = {1, 1, 1, 1}, displs[4] = {0, 1, 2, 3}, base = is_first ? 1 : 0, block[3];
  OK(MPI_Allgather(&rank, 1, MPI_INT, all, 1, MPI_INT, inter));
  for (int i = 0; i < there; i++) CHECK(all[i] == base + i);
  OK(MPI_Allgatherv(&rank, 1, MPI_INT, all, counts, displs, MPI_INT, inter));
  for (int i = 0; i < there; i++) CHECK(all[i] == base + i);
  for (int i = 0; i < there; i++) sent[i] = 10 * rank + i;
  OK(MPI_Alltoall(sent, 1, MPI_INT, all, 1, MPI_INT, inter));
  for (int i = 0; i < there; i++) CHECK(all[i] == 10 * (base + i) + local_rank);
  OK(MPI_Alltoallv(sent, counts, displs, MPI_INT, all, counts, displs, MPI_INT, inter));
  for (int i = 0; i < there; i++) CHECK(all[i] == 10 * (base + i) + local_rank);
  OK(MPI_Allreduce(&rank, &sum, 1, MPI_INT, MPI_SUM, inter));
  CHECK(sum == (is_first ? 6 : 0));
  for (int i = 0; i < 3; i++) sent[i] = rank + i;
  OK(MPI_Reduce_scatter_block(sent, block, 3 / here, MPI_INT, MPI_SUM, inter));
  CHECK(block[0] == (is_first ? 6 : local_rank));
  passed("collectives without a root between the groups");
}

static void test_making(void) {
  MPI_Comm all, twin, part;
  int count, order;
  OK(MPI_Intercomm_merge(inter, is_first, &all));
  OK(MPI_Comm_size(all, &count));
  OK(MPI_Comm_rank(all, &order));
  CHECK(count == size && order == (rank + size - 1) % size);
  OK(MPI_Comm_free(&all));
  OK(MPI_Comm_dup(inter, &twin));
  OK(MPI_Comm_remote_size(twin, &count));
  CHECK(count == there);
  OK(MPI_Comm_free(&twin));
  // Rank 0 and the odd ranks.
  OK(MPI_Comm_split(inter, rank == 0 ? 1 : rank % 2, 0, &part));
  CHECK((part == MPI_COMM_NULL) == (rank == 2));
  if (part != MPI_COMM_NULL) {
    OK(MPI_Comm_remote_size(part, &count));
    CHECK(count == (is_first ? 2 : 1));
    OK(MPI_Comm_free(&part));
  }
  MPI_Comm parent;
  OK(MPI_Comm_get_parent(&parent));
  CHECK(parent == MPI_COMM_NULL);
  passed("what is made of an intercommunicator");
}

int main(int argc, char **argv) {
  MPI_Comm group;
  begin(&argc, &argv);
  is_first = rank == 0;
  OK(MPI_Comm_split(MPI_COMM_WORLD, is_first, 0, &group));
  OK(MPI_Comm_rank(group, &local_rank));
  OK(MPI_Intercomm_create(group, 0, MPI_COMM_WORLD, is_first ? 1 : 0, 9, &inter));
  here = is_first ? 1 : 3;
  there = size - here;
  test_groups();
  test_messages();
  test_rooted(1);
  test_rooted(0);
  passed("collectives with a root between the groups");
  test_unrooted();
  test_making();
  OK(MPI_Comm_free(&inter));
  OK(MPI_Comm_free(&group));
  end();
  MPI_Finalize();
  return 0;
}
