/*
 * A minimal file server with libfuse: FOLDER/window shows LENGTH bytes at ADDRESS of process PID, which are read by
 * process_vm_readv(2) for each request. It runs on processor CPU, says a line when it is mounted, and ends with its standard input.
 */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 31
#include <errno.h>
#include <fuse.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static pid_t pid;
static char *address;
static off_t length;

static void *init(struct fuse_conn_info *connection, struct fuse_config *config) {
  (void)connection;
  config->direct_io = 1;
  puts("mounted");
  fflush(stdout);
  return NULL;
}

static int attributes(const char *path, struct stat *stat, struct fuse_file_info *info) {
  (void)info;
  memset(stat, 0, sizeof *stat);
  stat->st_nlink = 1;
  if (strcmp(path, "/") == 0) {
    stat->st_mode = S_IFDIR | 0755;
    return 0;
  }
  if (strcmp(path, "/window") != 0) return -ENOENT;
  stat->st_mode = S_IFREG | 0444;
  stat->st_size = length;
  return 0;
}

static int read_window(const char *path, char *bytes, size_t size, off_t offset, struct fuse_file_info *info) {
  (void)path;
  (void)info;
  if (offset >= length) return 0;
  if ((off_t)size > length - offset) size = length - offset;
  struct iovec local = {bytes, size};
  struct iovec remote = {address + offset, size};
  ssize_t moved = process_vm_readv(pid, &local, 1, &remote, 1, 0);
  return moved < 0 ? -errno : (int)moved;
}

static void *end_with_input(void *unused) {
  char byte;
  while (read(0, &byte, 1) > 0);
  kill(getpid(), SIGTERM);
  return unused;
}

int main(int count, char **words) {
  if (count != 6) return 2;
  char *arguments[] = {words[0], words[1], "-f", "-s", NULL};
  pid = atoi(words[2]);
  address = (char *)strtoull(words[3], NULL, 10);
  length = strtoull(words[4], NULL, 10);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(atoi(words[5]), &one);
  if (sched_setaffinity(0, sizeof one, &one) != 0) perror("sched_setaffinity");
  pthread_t watcher;
  if (pthread_create(&watcher, NULL, end_with_input, NULL) != 0) return 1;
  struct fuse_operations operations = {.init = init, .getattr = attributes, .read = read_window};
  return fuse_main(4, arguments, &operations, NULL);
}
