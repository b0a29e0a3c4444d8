/*
 * Derived datatypes (MPI 4.1, chapter 5): what lies scattered in memory is sent and received where it lies. A column of a
 * matrix, a block of it, an array of structs, and a message of several parts.
 */
#include <mpi.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 6, COLUMNS = 8 };

struct particle {
  char name[5];
  double position[3];
  int charge;
};

static double matrix[ROWS][COLUMNS];

static void fill(void) {
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < COLUMNS; j++) matrix[i][j] = 10 * i + j;
}

/* The last column of each rank is the first one of the next. */
static int exchange_columns(int left, int right) {
  MPI_Datatype column;
  MPI_Type_vector(ROWS, 1, COLUMNS, MPI_DOUBLE, &column);
  MPI_Type_commit(&column);
  MPI_Sendrecv(&matrix[0][COLUMNS - 1], 1, column, right, 0, &matrix[0][0], 1, column, left, 0, MPI_COMM_WORLD,
               MPI_STATUS_IGNORE);
  MPI_Type_free(&column);
  return matrix[ROWS - 1][0] == 10 * (ROWS - 1) + COLUMNS - 1 && matrix[0][1] == 1;
}

/* A block of 2 by 3 arrives as six numbers in a row. */
static int send_block(int left, int right) {
  const int sizes[] = {ROWS, COLUMNS}, subsizes[] = {2, 3}, starts[] = {1, 2};
  double block[6];
  MPI_Datatype type;
  MPI_Type_create_subarray(2, sizes, subsizes, starts, MPI_ORDER_C, MPI_DOUBLE, &type);
  MPI_Type_commit(&type);
  MPI_Sendrecv(matrix, 1, type, right, 0, block, 6, MPI_DOUBLE, left, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  MPI_Type_free(&type);
  return block[0] == 12 && block[5] == 24;
}

/* The struct's layout, gaps included, so that arrays of it can be sent. */
static MPI_Datatype particle_type(void) {
  const int lengths[] = {5, 3, 1};
  const MPI_Aint places[] = {offsetof(struct particle, name), offsetof(struct particle, position),
                             offsetof(struct particle, charge)};
  const MPI_Datatype types[] = {MPI_CHAR, MPI_DOUBLE, MPI_INT};
  MPI_Datatype fields, type;
  MPI_Type_create_struct(3, lengths, places, types, &fields);
  MPI_Type_create_resized(fields, 0, sizeof(struct particle), &type);
  MPI_Type_free(&fields);
  MPI_Type_commit(&type);
  return type;
}

static int send_particles(int rank, int left, int right) {
  struct particle mine[3], theirs[3];
  memset(theirs, 0, sizeof theirs);
  for (int i = 0; i < 3; i++) mine[i] = (struct particle){"ion", {rank, i, 0.5}, -i};
  MPI_Datatype type = particle_type();
  MPI_Sendrecv(mine, 3, type, right, 0, theirs, 3, type, left, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  MPI_Type_free(&type);
  return strcmp(theirs[2].name, "ion") == 0 && theirs[2].position[0] == left && theirs[2].charge == -2;
}

/* A message that says in its first part how long its second one is. */
static int send_packed(int rank, int left, int right) {
  char outgoing[200], incoming[200];
  int length = rank + 1, place = 0;
  double numbers[100] = {0.25};
  MPI_Pack(&length, 1, MPI_INT, outgoing, sizeof outgoing, &place, MPI_COMM_WORLD);
  MPI_Pack(numbers, length, MPI_DOUBLE, outgoing, sizeof outgoing, &place, MPI_COMM_WORLD);
  MPI_Sendrecv(outgoing, place, MPI_PACKED, right, 0, incoming, sizeof incoming, MPI_PACKED, left, 0, MPI_COMM_WORLD,
               MPI_STATUS_IGNORE);
  place = 0;
  numbers[0] = 0;
  MPI_Unpack(incoming, sizeof incoming, &place, &length, 1, MPI_INT, MPI_COMM_WORLD);
  MPI_Unpack(incoming, sizeof incoming, &place, numbers, length, MPI_DOUBLE, MPI_COMM_WORLD);
  return length == left + 1 && numbers[0] == 0.25;
}

int main(int argc, char **argv) {
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  const int left = (rank + size - 1) % size, right = (rank + 1) % size;

  fill();
  int done[4], all_done[4];
  done[0] = exchange_columns(left, right);
  done[1] = send_block(left, right);
  done[2] = send_particles(rank, left, right);
  done[3] = send_packed(rank, left, right);
  MPI_Reduce(done, all_done, 4, MPI_INT, MPI_SUM, 0, MPI_COMM_WORLD);
  if (rank == 0) {
    printf("of %d ranks, %d got the column, %d the block, %d the particles, %d what was packed\n", size, all_done[0],
           all_done[1], all_done[2], all_done[3]);
  }
  MPI_Finalize();
  return 0;
}
