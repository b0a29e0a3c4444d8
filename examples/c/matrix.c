/*
 * The product of two matrices, distributed by rows: each rank keeps its rows of A and C, and B's rows go round by broadcast, one block
 * after the other, the next one while this one is computed with.
 *
 *   matrix [rows, 240]
 */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

static void multiply(double *c, const double *a, const double *b, int rows, int inner, int n, int offset) {
  for (int i = 0; i < rows; i++)
    for (int k = 0; k < inner; k++)
      for (int j = 0; j < n; j++) c[i * n + j] += a[i * n + offset + k] * b[k * n + j];
}

int main(int argc, char **argv) {
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  const int n = argc > 1 ? atoi(argv[1]) : 240, rows = n / size;
  if (rows * size != n) {
    if (rank == 0) fputs("the number of rows must be a multiple of the number of ranks\n", stderr);
    MPI_Abort(MPI_COMM_WORLD, 2);
  }
  const int elements = rows * n;
  double *a = malloc(elements * sizeof *a), *b = malloc(elements * sizeof *b), *c = calloc(elements, sizeof *c);
  double *blocks[2] = {malloc(elements * sizeof *b), malloc(elements * sizeof *b)};
  /* A is i + j, B is twice the identity: the product is 2 (i + j). */
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < n; j++) {
      a[i * n + j] = rank * rows + i + j;
      b[i * n + j] = rank * rows + i == j ? 2 : 0;
    }
  }

  const double start = MPI_Wtime();
  MPI_Request request = MPI_REQUEST_NULL;
  for (int root = 0; root <= size; root++) {
    double *block = blocks[root % 2];
    MPI_Request before = request;
    if (root < size) {
      for (int i = 0; rank == root && i < elements; i++) block[i] = b[i];
      MPI_Ibcast(block, elements, MPI_DOUBLE, root, MPI_COMM_WORLD, &request);
    }
    if (root == 0) continue;
    MPI_Wait(&before, MPI_STATUS_IGNORE);
    multiply(c, a, blocks[(root - 1) % 2], rows, rows, n, (root - 1) * rows);
  }
  const double seconds = MPI_Wtime() - start;

  int wrong = 0, all_wrong;
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < n; j++) wrong += c[i * n + j] != 2 * (rank * rows + i + j);
  MPI_Reduce(&wrong, &all_wrong, 1, MPI_INT, MPI_SUM, 0, MPI_COMM_WORLD);
  if (rank == 0) {
    printf("%d by %d, %d elements wrong\n", n, n, all_wrong);
    fprintf(stderr, "%.1f million multiplications a second\n", (double)n * n * n / seconds / 1e6);
  }
  free(a), free(b), free(c), free(blocks[0]), free(blocks[1]);
  MPI_Finalize();
  return all_wrong != 0;
}
