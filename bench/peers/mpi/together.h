/*
 * What the programs share in which all ranks work together: the data (the same as ../../harness/operands.ts), how an interval is
 * timed (the same as ../../programs/together.ts), and reading the points that are to be measured.
 */
#include "phases.h"

#include <mpi.h>
#include <stdio.h>
#include <string.h>

enum { LINE = 8, INTERVAL_BYTES = 16384, MOST_CALLS = 32 }; /* LINE: in doubles */

/* What a part of what arrives must hold: the elements of one block, added up over the ranks `from` up to `to`. */
typedef struct {
  int from, to, block;
  long offset, elements;
} Part;

/* What is done in an interval. */
typedef struct Work {
  int calls; /* each with buffers of its own */
  void (*change)(const struct Work *work, long interval);
  void (*run)(const struct Work *work);
  void (*check)(const struct Work *work, long interval, int full);
  void *data;
} Work;

static int my_rank, rank_count;

static double *allocate(long elements) {
  double *buffer = NULL;
  if (posix_memalign((void **)&buffer, 4096, (elements + 1) * sizeof *buffer)) MPI_Abort(MPI_COMM_WORLD, 1);
  memset(buffer, 0, (elements + 1) * sizeof *buffer);
  return buffer;
}

/* Calls in an interval: small ones are many. */
static int calls_for(long bytes, int most) {
  long calls = bytes == 0 ? most : INTERVAL_BYTES / bytes;
  return calls < 1 ? 1 : calls > most ? most : (int)calls;
}

/* The elements that stay. */
static void fill(double *buffer, int blocks, long elements) {
  for (int block = 0; block < blocks; block++)
    for (long i = 0; i < elements; i++) buffer[block * elements + i] = block * 5 + i * 3 + 1 + my_rank * 11;
}

/* New data: the first element of every cache line. */
static void change(double *buffer, int blocks, long elements, long serial) {
  for (int block = 0; block < blocks; block++) {
    double value = serial * 7 + block * 131 + my_rank * 31, *here = buffer + block * elements;
    for (long i = 0; i < elements; i += LINE) here[i] = value++;
  }
}

static void expect(const double *buffer, const Part *part, long serial, long i) {
  long index = part->offset + i, count = part->to - part->from;
  double ranks = count * (part->from + part->to - 1) / 2; /* added up */
  double want = index % LINE ? count * (part->block * 5.0 + index * 3 + 1) + 11 * ranks
                             : count * (serial * 7.0 + part->block * 131 + index / LINE) + 31 * ranks;
  if (buffer[i] == want) return;
  fprintf(stderr, "wrong data: element %ld is %g instead of %g\n", i, buffer[i], want);
  MPI_Abort(MPI_COMM_WORLD, 1);
}

/* All elements, or three in the part. */
static void check(const double *buffer, const Part *part, long serial, int full) {
  long last = part->elements - 1;
  if (last < 0) return;
  if (full) {
    for (long i = 0; i <= last; i++) expect(buffer, part, serial, i);
  } else {
    expect(buffer, part, serial, 0);
    expect(buffer, part, serial, last);
    expect(buffer, part, serial, serial * 61 * LINE % part->elements);
  }
}

/* A rank's way through one work; rank 0 leads. */
typedef struct {
  const Work *work;
  long interval;
  double microseconds;
} Together;

static void run_intervals(Together *rank, int intervals, int full, int measured) {
  const Work *work = rank->work;
  double spent = 0;
  for (int i = 0; i < intervals; i++, rank->interval++) {
    work->change(work, rank->interval);
    MPI_Barrier(MPI_COMM_WORLD);
    double start = seconds();
    work->run(work);
    spent += seconds() - start;
    work->check(work, rank->interval, full);
  }
  if (measured) rank->microseconds = spent * 1e6 / intervals / work->calls;
}

static void lead(void *context, int intervals, int full, int measured) {
  int control[3] = {intervals, full, measured};
  MPI_Bcast(control, 3, MPI_INT, 0, MPI_COMM_WORLD);
  run_intervals(context, intervals, full, measured);
}

/* Gives the microseconds of a call: the mean of the slowest rank. */
static double measure_together(const Work *work, double warm_up, double measure) {
  Together rank = {.work = work};
  double slowest;
  if (my_rank == 0) {
    phases(lead, &rank, warm_up, measure, work->calls);
    lead(&rank, 0, 0, 0);
  } else {
    int control[3];
    do {
      MPI_Bcast(control, 3, MPI_INT, 0, MPI_COMM_WORLD);
      run_intervals(&rank, control[0], control[1], control[2]);
    } while (control[0] > 0);
  }
  MPI_Allreduce(&rank.microseconds, &slowest, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
  return slowest;
}

/* One point of a measurement: gives its microseconds. */
typedef double (*Measure)(const char *benchmark, long bytes);

/* Reads points such as "bcast:8,1024;barrier:0", and prints a line of JSON for each. */
static void measure_points(char *points, Measure measure) {
  char *rest, *after;
  for (char *group = strtok_r(points, ";", &rest); group; group = strtok_r(NULL, ";", &rest)) {
    char *benchmark = strtok_r(group, ":", &after);
    for (char *size = strtok_r(NULL, ",", &after); size; size = strtok_r(NULL, ",", &after)) {
      double microseconds = measure(benchmark, atol(size));
      if (my_rank != 0) continue;
      printf("{\"bytes\":%ld,\"benchmark\":\"%s\",\"microseconds\":%.6f}\n", atol(size), benchmark, microseconds);
      fflush(stdout);
    }
  }
}
