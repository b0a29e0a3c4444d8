/*
 * What the programs share in which all ranks work together: the data (the same as ../../harness/operands.ts), how an interval is
 * timed (the same as ../../programs/together.ts), and reading the points that are to be measured.
 */
#include "phases.h"

#include <mpi.h>
#include <stdio.h>
#include <string.h>

enum { LINE = 8, INTERVAL_BYTES = 16384, MOST_CALLS = 32, RUNS = 8 }; /* LINE: in doubles */

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

/* Gives the mean of a call. */
static double run_intervals(const Work *work, long begin, long end, int full) {
  double spent = 0;
  for (long interval = begin; interval < end; interval++) {
    work->change(work, interval);
    MPI_Barrier(MPI_COMM_WORLD);
    double start = seconds();
    work->run(work);
    spent += seconds() - start;
    work->check(work, interval, full);
  }
  return spent * 1e6 / (end - begin) / work->calls;
}

static void run_chunk(Together *rank, int intervals, int full, int measured) {
  double means[RUNS] = {0}, slowest[RUNS];
  int runs = measured && intervals < RUNS ? intervals : measured ? RUNS : 1;
  for (int run = 0; run < runs && intervals > 0; run++) {
    long begin = (long)intervals * run / runs, end = (long)intervals * (run + 1) / runs;
    means[run] = run_intervals(rank->work, rank->interval + begin, rank->interval + end, full);
  }
  rank->interval += intervals;
  if (!measured) return;
  MPI_Reduce(means, slowest, runs, MPI_DOUBLE, MPI_MAX, 0, MPI_COMM_WORLD);
  if (my_rank == 0) rank->microseconds = median(slowest, runs);
}

static void lead(void *context, int intervals, int full, int measured) {
  int control[3] = {intervals, full, measured};
  MPI_Bcast(control, 3, MPI_INT, 0, MPI_COMM_WORLD);
  run_chunk(context, intervals, full, measured);
}

/*
 * Gives the microseconds of a call, at rank 0. What is measured is cut into runs; a run takes as long as its slowest rank does on
 * average, and the median run counts.
 */
static double measure_together(const Work *work, double warm_up, double measure) {
  Together rank = {.work = work};
  if (my_rank == 0) {
    phases(lead, &rank, warm_up, measure, work->calls);
    lead(&rank, 0, 0, 0);
  } else {
    int control[3];
    do {
      MPI_Bcast(control, 3, MPI_INT, 0, MPI_COMM_WORLD);
      run_chunk(&rank, control[0], control[1], control[2]);
    } while (control[0] > 0);
  }
  return rank.microseconds;
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
