/*
 * When a measurement runs how many intervals: the same as ../../harness/phases.ts, but there is nothing to rehearse in C.
 */
#include <stdlib.h>
#include <time.h>

enum { LEAST_WARM_UP = 600, MOST_WARM_UP_TIMES = 5, LEAST_MEASURED = 4, MOST_MEASURED = 1000000, LONGEST_MEASURED = 1 };

/* Runs some intervals on all ranks; in full, every byte that arrives is compared. */
typedef void (*Run)(void *context, int intervals, int full, int measured);

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values, int count) {
  qsort(values, count, sizeof *values, compare);
  return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* Chunks until so many seconds are spent and enough messages have travelled; gives the seconds that an interval took. */
static double growing(Run run, void *context, double least, double most, int messages) {
  int chunk = 1, done = 0;
  double start = seconds(), spent;
  do {
    run(context, chunk, 0, 0);
    spent = seconds() - start;
    done += chunk;
    double room = (least - spent) * done / spent;
    chunk = room < 1 ? 1 : room < chunk * 2 ? (int)room + 1 : chunk * 2;
  } while (spent < least || (done * messages < LEAST_WARM_UP && spent < most));
  return spent / done;
}

/* At least four intervals, or as many as a second holds where they are long. */
static int measured_intervals(double wanted, double each) {
  double least = LONGEST_MEASURED / each;
  if (least > LEAST_MEASURED) least = LEAST_MEASURED;
  if (wanted < least) wanted = least;
  return wanted < 1 ? 1 : wanted > MOST_MEASURED ? MOST_MEASURED : (int)wanted;
}

/* An interval is checked in full, then comes the warm-up, then what is measured, then one more that is checked in full. */
static void phases(Run run, void *context, double warm_up, double measure, int messages) {
  run(context, 1, 1, 0);
  double each = growing(run, context, warm_up, warm_up * MOST_WARM_UP_TIMES, messages);
  run(context, measured_intervals(measure / each, each), 0, 1);
  run(context, 1, 1, 0);
}
