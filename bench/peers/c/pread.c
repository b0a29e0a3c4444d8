/*
 * What pread(2) from C takes: reads LENGTH bytes at OFFSET of FILE again and again for SECONDS, CALLS times between two looks
 * at the clock, on processor CPU (-1: any), and prints the median of a call in microseconds.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1000000, LEAST = 5 };

static double microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e6 + now.tv_nsec * 1e-3;
}

static int ascending(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return difference < 0 ? -1 : difference > 0;
}

int main(int count, char **words) {
  if (count != 7) return 2;
  int file = open(words[1], O_RDONLY);
  if (file < 0) {
    perror(words[1]);
    return 1;
  }
  off_t offset = strtoull(words[2], NULL, 10);
  size_t length = strtoull(words[3], NULL, 10);
  int calls = atoi(words[4]);
  int cpu = atoi(words[6]);
  if (cpu >= 0) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    if (sched_setaffinity(0, sizeof one, &one) != 0) perror("sched_setaffinity");
  }
  char *bytes;
  if (posix_memalign((void **)&bytes, 4096, length)) return 1;
  memset(bytes, 1, length);
  double *taken = malloc(MOST * sizeof *taken);
  int done = 0;
  double end = microseconds() + atof(words[5]) * 1e6;
  while (done < MOST && (done < LEAST || microseconds() < end)) {
    double start = microseconds();
    for (int call = 0; call < calls; call++) {
      if (pread(file, bytes, length, offset) != (ssize_t)length) {
        perror("pread");
        return 1;
      }
    }
    taken[done++] = (microseconds() - start) / calls;
  }
  qsort(taken, done, sizeof *taken, ascending);
  printf("{\"microseconds\":%.3f}\n", taken[done / 2]);
  return 0;
}
