/*
 * The heat equation on a plate: Jacobi's method on a grid of ranks, halos by derived datatypes and MPI_PROC_NULL at the
 * borders, the greatest change by allreduce. The upper edge is hot, the others are cold.
 *
 *   heat [points along an edge, 96] [iterations at most, 2000]
 */
#include <math.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

/* This rank's part of the plate, with a margin of one point all around. */
struct part {
  int rows, columns, stride;
  double *now, *next;
};

static double *at(const struct part *part, double *field, int row, int column) {
  return field + (row + 1) * part->stride + column + 1;
}

/* How many of the n points along an edge are the index-th of parts' share, and which is the first. */
static int share(int n, int parts, int index, int *first) {
  *first = index * (n / parts) + (index < n % parts ? index : n % parts);
  return n / parts + (index < n % parts);
}

static void exchange(struct part *part, MPI_Comm grid, MPI_Datatype column) {
  int up, down, left, right;
  MPI_Request requests[8];
  double *field = part->now;
  MPI_Cart_shift(grid, 0, 1, &up, &down);
  MPI_Cart_shift(grid, 1, 1, &left, &right);
  MPI_Irecv(at(part, field, -1, 0), part->columns, MPI_DOUBLE, up, 0, grid, &requests[0]);
  MPI_Irecv(at(part, field, part->rows, 0), part->columns, MPI_DOUBLE, down, 1, grid, &requests[1]);
  MPI_Irecv(at(part, field, 0, -1), 1, column, left, 2, grid, &requests[2]);
  MPI_Irecv(at(part, field, 0, part->columns), 1, column, right, 3, grid, &requests[3]);
  MPI_Isend(at(part, field, part->rows - 1, 0), part->columns, MPI_DOUBLE, down, 0, grid, &requests[4]);
  MPI_Isend(at(part, field, 0, 0), part->columns, MPI_DOUBLE, up, 1, grid, &requests[5]);
  MPI_Isend(at(part, field, 0, part->columns - 1), 1, column, right, 2, grid, &requests[6]);
  MPI_Isend(at(part, field, 0, 0), 1, column, left, 3, grid, &requests[7]);
  MPI_Waitall(8, requests, MPI_STATUSES_IGNORE);
}

/* One step; gives the greatest change. */
static double step(struct part *part) {
  double greatest = 0;
  for (int i = 0; i < part->rows; i++) {
    const double *row = at(part, part->now, i, 0);
    double *next = at(part, part->next, i, 0);
    for (int j = 0; j < part->columns; j++) {
      next[j] = (row[j - 1] + row[j + 1] + row[j - part->stride] + row[j + part->stride]) / 4;
      greatest = fmax(greatest, fabs(next[j] - row[j]));
    }
  }
  double *swap = part->now;
  part->now = part->next;
  part->next = swap;
  return greatest;
}

int main(int argc, char **argv) {
  int rank, size, dims[2] = {0, 0}, coords[2], first_row, first_column;
  const int periods[2] = {0, 0};
  MPI_Comm grid;
  MPI_Init(&argc, &argv);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  const int points = argc > 1 ? atoi(argv[1]) : 96, most = argc > 2 ? atoi(argv[2]) : 2000;
  MPI_Dims_create(size, 2, dims);
  MPI_Cart_create(MPI_COMM_WORLD, 2, dims, periods, 1, &grid);
  MPI_Comm_rank(grid, &rank);
  MPI_Cart_coords(grid, rank, 2, coords);

  struct part part;
  part.rows = share(points, dims[0], coords[0], &first_row);
  part.columns = share(points, dims[1], coords[1], &first_column);
  part.stride = part.columns + 2;
  part.now = calloc((part.rows + 2) * part.stride, sizeof(double));
  part.next = calloc((part.rows + 2) * part.stride, sizeof(double));
  for (int j = 0; first_row == 0 && j < part.columns; j++) {
    *at(&part, part.now, -1, j) = *at(&part, part.next, -1, j) = 100;
  }
  MPI_Datatype column;
  MPI_Type_vector(part.rows, 1, part.stride, MPI_DOUBLE, &column);
  MPI_Type_commit(&column);

  int iterations = 0;
  double change;
  do {
    exchange(&part, grid, column);
    change = step(&part);
    MPI_Allreduce(MPI_IN_PLACE, &change, 1, MPI_DOUBLE, MPI_MAX, grid);
  } while (++iterations < most && change > 1e-3);

  double heat = 0;
  for (int i = 0; i < part.rows; i++)
    for (int j = 0; j < part.columns; j++) heat += *at(&part, part.now, i, j);
  MPI_Reduce(rank == 0 ? MPI_IN_PLACE : &heat, &heat, 1, MPI_DOUBLE, MPI_SUM, 0, grid);
  if (rank == 0) printf("mean temperature %.4f after %d iterations\n", heat / points / points, iterations);

  free(part.now);
  free(part.next);
  MPI_Type_free(&column);
  MPI_Comm_free(&grid);
  MPI_Finalize();
  return 0;
}
