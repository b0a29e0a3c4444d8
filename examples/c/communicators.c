/*
 * Groups, communicators and attributes (MPI 4.1, chapter 7): the world is divided into evens and odds, which compute apart
 * and meet again by an intercommunicator; a library keeps what belongs to a communicator in an attribute.
 */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

/* A copied communicator counts on from where its original is. */
static int copy_counter(MPI_Comm comm, int keyval, void *extra, void *in, void *out, int *flag) {
  (void)comm, (void)keyval, (void)extra;
  int *counter = malloc(sizeof *counter);
  *counter = *(int *)in + 1;
  *(int **)out = counter;
  *flag = 1;
  return MPI_SUCCESS;
}

static int delete_counter(MPI_Comm comm, int keyval, void *value, void *deletions) {
  (void)comm, (void)keyval;
  free(value);
  ++*(int *)deletions;
  return MPI_SUCCESS;
}

static int attributes(void) {
  int keyval, found, deletions = 0, *counter = malloc(sizeof *counter);
  MPI_Comm first, second;
  *counter = 1;
  MPI_Comm_create_keyval(copy_counter, delete_counter, &keyval, &deletions);
  MPI_Comm_dup(MPI_COMM_WORLD, &first);
  MPI_Comm_set_attr(first, keyval, counter);
  MPI_Comm_dup(first, &second);
  MPI_Comm_get_attr(second, keyval, &counter, &found);
  int right = found && *counter == 2;
  MPI_Comm_free(&first);
  MPI_Comm_free(&second);
  MPI_Comm_free_keyval(&keyval);
  return right && deletions == 2;
}

int main(int argc, char **argv) {
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);

  /* Evens and odds, each in the reverse order. */
  MPI_Comm half;
  int half_rank, half_sum;
  MPI_Comm_split(MPI_COMM_WORLD, rank % 2, -rank, &half);
  MPI_Comm_set_name(half, rank % 2 ? "odds" : "evens");
  MPI_Comm_rank(half, &half_rank);
  MPI_Allreduce(&rank, &half_sum, 1, MPI_INT, MPI_SUM, half);

  /* The leader of either half is its last rank: 0 and 1 of the world. */
  MPI_Comm other_half, together;
  int other_size, other_sum, merged_rank, half_size;
  MPI_Comm_size(half, &half_size);
  MPI_Intercomm_create(half, half_size - 1, MPI_COMM_WORLD, 1 - rank % 2, 5, &other_half);
  MPI_Comm_remote_size(other_half, &other_size);
  /* Each half gets the sum over the other one. */
  MPI_Allreduce(&rank, &other_sum, 1, MPI_INT, MPI_SUM, other_half);
  MPI_Intercomm_merge(other_half, rank % 2, &together);
  MPI_Comm_rank(together, &merged_rank);
  int right = half_sum + other_sum == size * (size - 1) / 2 && half_size + other_size == size;
  right = right && merged_rank == half_rank + (rank % 2 ? other_size : 0);

  /* All but the last rank, as a group and as a communicator of it. */
  MPI_Group world, rest;
  MPI_Comm without_last;
  const int last = size - 1;
  MPI_Comm_group(MPI_COMM_WORLD, &world);
  MPI_Group_excl(world, 1, &last, &rest);
  MPI_Comm_create(MPI_COMM_WORLD, rest, &without_last);
  right = right && (without_last == MPI_COMM_NULL) == (rank == last);
  MPI_Group_free(&world);
  MPI_Group_free(&rest);

  int with_attributes = attributes();
  right = right && with_attributes;
  int all_right;
  MPI_Reduce(&right, &all_right, 1, MPI_INT, MPI_LAND, 0, MPI_COMM_WORLD);
  if (rank == 0) {
    char name[MPI_MAX_OBJECT_NAME];
    int length;
    MPI_Comm_get_name(half, name, &length);
    printf("rank 0 is rank %d of the %s: %s\n", half_rank, name, all_right ? "all is right" : "something is wrong");
  }

  if (without_last != MPI_COMM_NULL) MPI_Comm_free(&without_last);
  MPI_Comm_free(&together);
  MPI_Comm_free(&other_half);
  MPI_Comm_free(&half);
  MPI_Finalize();
  return 0;
}
