/*
 * What the system call itself takes: reads LENGTH bytes at ADDRESS of process PID again and again by process_vm_readv(2),
 * in SEGMENTS equal parts, for SECONDS, and prints the median in microseconds.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>

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
  if (count != 6) return 2;
  pid_t pid = atoi(words[1]);
  char *address = (char *)strtoull(words[2], NULL, 10);
  size_t length = strtoull(words[3], NULL, 10);
  int segments = atoi(words[4]);
  double end = microseconds() + atof(words[5]) * 1e6;
  char *bytes;
  if (posix_memalign((void **)&bytes, 4096, length)) return 1;
  memset(bytes, 1, length);
  struct iovec local = {bytes, length};
  struct iovec *remote = calloc(segments, sizeof *remote);
  for (int i = 0; i < segments; i++) {
    remote[i].iov_base = address + length / segments * i;
    remote[i].iov_len = length / segments;
  }
  double *taken = malloc(MOST * sizeof *taken);
  int done = 0;
  while (done < MOST && (done < LEAST || microseconds() < end)) {
    double start = microseconds();
    if (process_vm_readv(pid, &local, 1, remote, segments, 0) != (ssize_t)length) {
      perror("process_vm_readv");
      return 1;
    }
    taken[done++] = microseconds() - start;
  }
  qsort(taken, done, sizeof *taken, ascending);
  printf("{\"microseconds\":%.3f}\n", taken[done / 2]);
  return 0;
}
