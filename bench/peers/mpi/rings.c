/*
 * What HPC Challenge calls effective bandwidth: messages in rings, both ways at once, and ping-pongs between all pairs; the same
 * as ../../programs/rings.ts, the random rings too.
 *
 * Arguments: points, seconds of warming up and of measuring each, seconds of rehearsal (not needed here), the most calls of an
 * interval, and the seed of the random rings.
 */
#include "together.h"

#include <math.h>
#include <stdint.h>

enum { TO_RIGHT = 1, TO_LEFT = 2, RANDOM_RINGS = 30, RANDOM_RINGS_LONG = 10, LONG_BYTES = 100000, SHARES = 20 };

#define W MPI_COMM_WORLD
#define D MPI_DOUBLE

/* What goes to the right (block 0) and to the left (block 1), and what comes from the left and from the right. */
typedef struct {
  int left, right, client, server;
  long elements;
  double *to_right[MOST_CALLS], *to_left[MOST_CALLS], *from_left[MOST_CALLS], *from_right[MOST_CALLS];
} Neighbours;

static double warm_up, measuring;
static int most_calls;
static uint32_t seed;

static void change_both(const Work *work, long interval) {
  const Neighbours *n = work->data;
  for (int c = 0; c < work->calls; c++) change(n->to_right[c], 2, n->elements, interval * work->calls + c);
}

static void check_ring(const Work *work, long interval, int full) {
  const Neighbours *n = work->data;
  Part left = {n->left, n->left + 1, 0, 0, n->elements}, right = {n->right, n->right + 1, 1, 0, n->elements};
  for (int c = 0; c < work->calls; c++) {
    check(n->from_left[c], &left, interval * work->calls + c, full);
    check(n->from_right[c], &right, interval * work->calls + c, full);
  }
}

static void run_sendrecv(const Work *work) {
  const Neighbours *n = work->data;
  for (int c = 0; c < work->calls; c++) {
    MPI_Sendrecv(n->to_right[c], n->elements, D, n->right, TO_RIGHT, n->from_left[c], n->elements, D, n->left, TO_RIGHT, W,
                 MPI_STATUS_IGNORE);
    MPI_Sendrecv(n->to_left[c], n->elements, D, n->left, TO_LEFT, n->from_right[c], n->elements, D, n->right, TO_LEFT, W,
                 MPI_STATUS_IGNORE);
  }
}

static void run_nonblocking(const Work *work) {
  const Neighbours *n = work->data;
  MPI_Request requests[4];
  for (int c = 0; c < work->calls; c++) {
    MPI_Irecv(n->from_left[c], n->elements, D, n->left, TO_RIGHT, W, &requests[0]);
    MPI_Irecv(n->from_right[c], n->elements, D, n->right, TO_LEFT, W, &requests[1]);
    MPI_Isend(n->to_right[c], n->elements, D, n->right, TO_RIGHT, W, &requests[2]);
    MPI_Isend(n->to_left[c], n->elements, D, n->left, TO_LEFT, W, &requests[3]);
    MPI_Waitall(4, requests, MPI_STATUSES_IGNORE);
  }
}

static void run_pingpong(const Work *work) {
  const Neighbours *n = work->data;
  for (int c = 0; c < work->calls; c++) {
    if (my_rank == n->client) {
      MPI_Send(n->to_right[c], n->elements, D, n->server, TO_RIGHT, W);
      MPI_Recv(n->from_right[c], n->elements, D, n->server, TO_LEFT, W, MPI_STATUS_IGNORE);
    } else if (my_rank == n->server) {
      MPI_Recv(n->from_left[c], n->elements, D, n->client, TO_RIGHT, W, MPI_STATUS_IGNORE);
      MPI_Send(n->to_left[c], n->elements, D, n->client, TO_LEFT, W);
    }
  }
}

static void check_pingpong(const Work *work, long interval, int full) {
  const Neighbours *n = work->data;
  Part ping = {n->client, n->client + 1, 0, 0, n->elements}, pong = {n->server, n->server + 1, 1, 0, n->elements};
  for (int c = 0; c < work->calls; c++) {
    if (my_rank == n->client) check(n->from_right[c], &pong, interval * work->calls + c, full);
    if (my_rank == n->server) check(n->from_left[c], &ping, interval * work->calls + c, full);
  }
}

/* Of one message: a call sends two. */
static double measure_work(Neighbours *n, void (*run)(const Work *), void (*check)(const Work *, long, int), double share) {
  Work work = {calls_for(n->elements * sizeof(double), most_calls), change_both, run, check, n};
  return measure_together(&work, warm_up * share, measuring * share) / 2;
}

static double measure_ring(Neighbours *n, const int *ring, double share) {
  for (int place = 0; place < rank_count; place++) {
    if (ring[place] != my_rank) continue;
    n->left = ring[(place + rank_count - 1) % rank_count];
    n->right = ring[(place + 1) % rank_count];
  }
  double blocking = measure_work(n, run_sendrecv, check_ring, share);
  double nonblocking = measure_work(n, run_nonblocking, check_ring, share);
  return blocking < nonblocking ? blocking : nonblocking;
}

/* Marsaglia's xorshift with 32 bits, and a shuffle from the end. */
static void shuffle(int *ring, uint32_t *state) {
  for (int last = rank_count - 1; last > 0; last--) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    int other = *state % (last + 1), kept = ring[last];
    ring[last] = ring[other];
    ring[other] = kept;
  }
}

static double measure_random(Neighbours *n, int *ring) {
  int rings = n->elements * (long)sizeof(double) < LONG_BYTES ? RANDOM_RINGS : RANDOM_RINGS_LONG;
  uint32_t state = seed;
  double logarithms = 0;
  for (int i = 0; i < rings; i++) {
    shuffle(ring, &state);
    logarithms += log(measure_ring(n, ring, 1.0 / SHARES));
  }
  return exp(logarithms / rings);
}

static double measure_pairs(Neighbours *n) {
  double sum = 0;
  int pairs = rank_count * (rank_count - 1) / 2;
  for (n->client = 0; n->client < rank_count; n->client++)
    for (n->server = n->client + 1; n->server < rank_count; n->server++)
      sum += measure_work(n, run_pingpong, check_pingpong, 1.0 / (pairs < SHARES ? pairs : SHARES));
  return sum / pairs;
}

static double measure_point(const char *name, long bytes) {
  Neighbours n = {.elements = bytes / sizeof(double)};
  int ring[rank_count], calls = calls_for(bytes, most_calls);
  double microseconds;
  for (int rank = 0; rank < rank_count; rank++) ring[rank] = rank;
  for (int c = 0; c < calls; c++) {
    n.to_right[c] = allocate(2 * n.elements);
    n.to_left[c] = n.to_right[c] + n.elements;
    n.from_left[c] = allocate(n.elements);
    n.from_right[c] = allocate(n.elements);
    fill(n.to_right[c], 2, n.elements);
  }
  if (strcmp(name, "natural-ring") == 0) microseconds = measure_ring(&n, ring, 1);
  else if (strcmp(name, "random-rings") == 0) microseconds = measure_random(&n, ring);
  else microseconds = measure_pairs(&n);
  for (int c = 0; c < calls; c++) {
    free(n.to_right[c]);
    free(n.from_left[c]);
    free(n.from_right[c]);
  }
  return microseconds;
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(W, &my_rank);
  MPI_Comm_size(W, &rank_count);
  if (argc < 7 || (most_calls = atoi(argv[5])) > MOST_CALLS) MPI_Abort(W, 2);
  warm_up = atof(argv[2]);
  measuring = atof(argv[3]);
  seed = strtoul(argv[6], NULL, 10);
  measure_points(argv[1], measure_point);
  MPI_Finalize();
}
