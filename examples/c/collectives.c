/*
 * Collectives (MPI 4.1, chapter 6): everybody has a part in a histogram, a longest word, a transposed matrix and a running
 * total. One of them is nonblocking, one in place, and one uses an operation of its own.
 */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

enum { BINS = 16 };

/* Rank 0 deals out numbers, one more to each rank than to the one before; all count, and rank 0 gets the sums. */
static int histogram(int rank, int size) {
  int *counts = malloc(size * sizeof *counts), *places = malloc(size * sizeof *places);
  int total = 0;
  for (int i = 0; i < size; i++) {
    counts[i] = 1000 + i;
    places[i] = total;
    total += counts[i];
  }
  int *numbers = rank == 0 ? malloc(total * sizeof *numbers) : NULL;
  for (int i = 0; rank == 0 && i < total; i++) numbers[i] = i;
  int *mine = malloc(counts[rank] * sizeof *mine), bins[BINS] = {0};
  MPI_Scatterv(numbers, counts, places, MPI_INT, mine, counts[rank], MPI_INT, 0, MPI_COMM_WORLD);
  for (int i = 0; i < counts[rank]; i++) bins[mine[i] % BINS]++;
  /* In place: rank 0's own part lies where the result goes. */
  MPI_Reduce(rank == 0 ? MPI_IN_PLACE : bins, bins, BINS, MPI_INT, MPI_SUM, 0, MPI_COMM_WORLD);
  int right = 1;
  for (int i = 0; rank == 0 && i < BINS; i++) right = right && bins[i] == total / BINS + (i < total % BINS);
  free(counts);
  free(places);
  free(numbers);
  free(mine);
  return right;
}

/* a + bi times c + di. Products of complex numbers, element by element, by an operation of the program's own. */
static void multiply(void *in, void *inout, int *length, MPI_Datatype *type) {
  const double *a = in;
  double *b = inout;
  (void)type;
  for (int i = 0; i < *length; i++, a += 2, b += 2) {
    const double real = a[0] * b[0] - a[1] * b[1];
    b[1] = a[0] * b[1] + a[1] * b[0];
    b[0] = real;
  }
}

/* The product of (1 + i) over all ranks is real for 4, imaginary for 2. */
static int product(int size) {
  const double mine[2] = {1, 1};
  double result[2], real = 1, imaginary = 0;
  MPI_Datatype complex_type;
  MPI_Op op;
  MPI_Type_contiguous(2, MPI_DOUBLE, &complex_type);
  MPI_Type_commit(&complex_type);
  MPI_Op_create(multiply, 1, &op);
  MPI_Allreduce(mine, result, 1, complex_type, op, MPI_COMM_WORLD);
  MPI_Op_free(&op);
  MPI_Type_free(&complex_type);
  for (int i = 0; i < size; i++) {
    const double before = real;
    real = before - imaginary;
    imaginary = before + imaginary;
  }
  return result[0] == real && result[1] == imaginary;
}

/* Row i of a matrix lies on rank i; after the call, column i does. */
static int transpose(int rank, int size) {
  int *row = malloc(size * sizeof *row), *column = malloc(size * sizeof *column), right = 1;
  for (int j = 0; j < size; j++) row[j] = 100 * rank + j;
  MPI_Alltoall(row, 1, MPI_INT, column, 1, MPI_INT, MPI_COMM_WORLD);
  for (int i = 0; i < size; i++) right = right && column[i] == 100 * i + rank;
  free(row);
  free(column);
  return right;
}

/* Who has the greatest value, and where: asked without waiting. */
static int winner(int rank, int size) {
  struct {
    double value;
    int rank;
  } mine = {(rank * 7 + 3) % size, rank}, best;
  MPI_Request request;
  MPI_Iallreduce(&mine, &best, 1, MPI_DOUBLE_INT, MPI_MAXLOC, MPI_COMM_WORLD, &request);
  int total = rank + 1, before = 0;
  MPI_Scan(MPI_IN_PLACE, &total, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  MPI_Exscan(&rank, &before, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  MPI_Wait(&request, MPI_STATUS_IGNORE);
  MPI_Barrier(MPI_COMM_WORLD);
  return best.value == size - 1 && total == (rank + 1) * (rank + 2) / 2 && (rank == 0 || before == rank * (rank - 1) / 2);
}

int main(int argc, char **argv) {
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  int done[] = {histogram(rank, size), product(size), transpose(rank, size), winner(rank, size)};
  MPI_Allreduce(MPI_IN_PLACE, done, 4, MPI_INT, MPI_LAND, MPI_COMM_WORLD);
  if (rank == 0) {
    printf("histogram %s, product %s, transposition %s, winner %s\n", done[0] ? "right" : "wrong",
           done[1] ? "right" : "wrong", done[2] ? "right" : "wrong", done[3] ? "right" : "wrong");
  }
  MPI_Finalize();
  return 0;
}
