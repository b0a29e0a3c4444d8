/*
 * What the programs that exchange messages between two ranks share: the data (the same as ../../harness/payload.ts), and a main()
 * around the exchange that each program brings.
 *
 * Arguments: sizes in bytes with commas between, and for each size the seconds of warming up and of measuring.
 * Rank 0 prints a line of JSON for each size.
 */
#include "phases.h"

#include <mpi.h>
#include <stdio.h>
#include <string.h>

enum { TAG_CONTROL = 1, TAG_READY = 2, TAG_DATA = 3, TAG_ACK = 4 };
enum { LINE = 64 };

typedef struct {
  long bytes;
  int count; /* buffers on each side, each used once in an interval */
  unsigned char **out, **in;
} Buffers;

/* The three things in which benchmarks differ. */
static int buffer_count(long bytes);
static int messages(const Buffers *buffers); /* in one interval, both ways together */
static int answers(void);                    /* does rank 1 send data too? */
static void exchange_first(const Buffers *buffers);  /* rank 0, timed */
static void exchange_second(const Buffers *buffers); /* rank 1: says that it is ready, then does its part */

static void ready(void) { MPI_Send(NULL, 0, MPI_BYTE, 0, TAG_READY, MPI_COMM_WORLD); }

static unsigned char **allocate(int count, long bytes) {
  unsigned char **list = malloc(count * sizeof *list);
  for (int b = 0; b < count; b++) {
    if (posix_memalign((void **)&list[b], 4096, bytes + 1)) MPI_Abort(MPI_COMM_WORLD, 1);
    memset(list[b], 0, bytes + 1);
  }
  return list;
}

static void release(unsigned char **list, int count) {
  for (int b = 0; b < count; b++) free(list[b]);
  free(list);
}

static unsigned char still(long j) { return j * 37 + (j >> 8) * 11; }

static unsigned stamp(long interval, int count, int buffer, int side) { return interval * count + buffer + side * 128; }

static void fill(const Buffers *buffers) {
  for (int b = 0; b < buffers->count; b++)
    for (long j = 0; j < buffers->bytes; j++) buffers->out[b][j] = still(j);
}

/* New data: the first byte of every cache line. */
static void change(const Buffers *buffers, long interval, int side) {
  for (int b = 0; b < buffers->count; b++) {
    unsigned char *bytes = buffers->out[b];
    unsigned value = stamp(interval, buffers->count, b, side);
    for (long j = 0; j < buffers->bytes; j += LINE) bytes[j] = value++;
  }
}

static void expect(int good, long bytes) {
  if (good) return;
  fprintf(stderr, "wrong data in a message of %ld bytes\n", bytes);
  MPI_Abort(MPI_COMM_WORLD, 1);
}

/* All bytes, or one in each of four lines. */
static void check(const Buffers *buffers, long interval, int side, int full) {
  long lines = (buffers->bytes + LINE - 1) / LINE;
  if (lines == 0) return;
  for (int b = 0; b < buffers->count; b++) {
    const unsigned char *bytes = buffers->in[b];
    unsigned value = stamp(interval, buffers->count, b, side);
    if (full) {
      for (long j = 0; j < buffers->bytes; j++) {
        unsigned char want = j % LINE ? still(j) : (unsigned char)(value + j / LINE);
        expect(bytes[j] == want, buffers->bytes);
      }
    } else {
      long some[] = {0, lines / 2, lines - 1, interval * 61 % lines};
      for (int i = 0; i < 4; i++)
        expect(bytes[some[i] * LINE] == (unsigned char)(value + some[i]), buffers->bytes);
    }
  }
}

/* Rank 0's way through one size. */
typedef struct {
  const Buffers *buffers;
  long interval;
  double microseconds;
} First;

static void run_first(void *context, int intervals, int full, int measured) {
  First *rank = context;
  const Buffers *buffers = rank->buffers;
  int control[2] = {intervals, full};
  MPI_Send(control, 2, MPI_INT, 1, TAG_CONTROL, MPI_COMM_WORLD);
  double *taken = malloc((intervals + 1) * sizeof *taken);
  for (int i = 0; i < intervals; i++, rank->interval++) {
    change(buffers, rank->interval, 0);
    MPI_Recv(NULL, 0, MPI_BYTE, 1, TAG_READY, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    double start = seconds();
    exchange_first(buffers);
    taken[i] = seconds() - start;
    if (answers()) check(buffers, rank->interval, 1, full);
  }
  if (measured) rank->microseconds = median(taken, intervals) * 1e6 / messages(buffers);
  free(taken);
}

static void first(const Buffers *buffers, double warm_up, double measure) {
  First rank = {.buffers = buffers};
  phases(run_first, &rank, warm_up, measure, messages(buffers));
  run_first(&rank, 0, 0, 0);
  printf("{\"bytes\":%ld,\"microseconds\":%.6f}\n", buffers->bytes, rank.microseconds);
  fflush(stdout);
}

static void second(const Buffers *buffers) {
  int control[2];
  long interval = 0;
  for (;;) {
    MPI_Recv(control, 2, MPI_INT, 0, TAG_CONTROL, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (control[0] == 0) return;
    for (int i = 0; i < control[0]; i++, interval++) {
      if (answers()) change(buffers, interval, 1);
      exchange_second(buffers);
      check(buffers, interval, 0, control[1]);
    }
  }
}

static Buffers prepare(long bytes) {
  Buffers buffers = {.bytes = bytes, .count = buffer_count(bytes)};
  buffers.out = allocate(buffers.count, bytes);
  buffers.in = allocate(buffers.count, bytes);
  fill(&buffers);
  return buffers;
}

static void clear(const Buffers *buffers) {
  release(buffers->out, buffers->count);
  release(buffers->in, buffers->count);
}

int main(int argc, char **argv) {
  int rank;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (argc < 4) MPI_Abort(MPI_COMM_WORLD, 2);
  for (const char *size = argv[1]; size; size = strchr(size, ',')) {
    if (*size == ',') size++;
    Buffers buffers = prepare(atol(size));
    if (rank == 0) first(&buffers, atof(argv[2]), atof(argv[3]));
    if (rank == 1) second(&buffers);
    clear(&buffers);
  }
  MPI_Finalize();
}
