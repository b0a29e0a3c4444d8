/*
 * Another program that uses a window's file.
 *
 *   reader check FILE LENGTH   reads it in every way, compares with the tests' pattern, and prints a word for each way
 *   reader hold FILE           opens and maps it, touches its first page, and says "ready"; after a line of input it reads the file,
 *                              and touches the first page and the last, and prints what came of each
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/io_uring.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static sigjmp_buf bus;
static void on_bus(int signal) { (void)signal; siglongjmp(bus, 1); }

static unsigned char pattern_at(uint32_t offset) {
  return (unsigned char)(((offset * 0x9e3779b1u) >> 24) ^ ((offset >> 12) & 0xff));
}

static void tell(const char *way, const unsigned char *bytes, long got, long length) {
  if (got != length) {
    printf("%s: %ld of %ld, %s\n", way, got, length, strerror(errno));
    return;
  }
  for (long index = 0; index < length; index++)
    if (bytes[index] != pattern_at((uint32_t)index)) {
      printf("%s: wrong at %ld\n", way, index);
      return;
    }
  printf("%s: right\n", way);
}

static long by_aio(int fd, void *to, long length) {
  aio_context_t context = 0;
  if (syscall(SYS_io_setup, 1, &context) < 0) return -1;
  struct iocb request = {0};
  request.aio_fildes = (uint32_t)fd;
  request.aio_lio_opcode = IOCB_CMD_PREAD;
  request.aio_buf = (uint64_t)(uintptr_t)to;
  request.aio_nbytes = (uint64_t)length;
  struct iocb *list[] = {&request};
  struct io_event event = {0};
  if (syscall(SYS_io_submit, context, 1L, list) != 1) return -1;
  if (syscall(SYS_io_getevents, context, 1L, 1L, &event, NULL) != 1) return -1;
  syscall(SYS_io_destroy, context);
  return (long)event.res;
}

static long by_ring(int fd, void *to, long length) {
  struct io_uring_params params = {0};
  int ring = (int)syscall(SYS_io_uring_setup, 1, &params);
  if (ring < 0) return -2;
  size_t bytes = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe);
  char *rings = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQ_RING);
  struct io_uring_sqe *entry =
      mmap(NULL, sizeof *entry, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQES);
  if (rings == MAP_FAILED || entry == MAP_FAILED) return -1;
  memset(entry, 0, sizeof *entry);
  entry->opcode = IORING_OP_READ;
  entry->fd = fd;
  entry->addr = (uint64_t)(uintptr_t)to;
  entry->len = (uint32_t)length;
  ((unsigned *)(rings + params.sq_off.array))[0] = 0;
  __atomic_store_n((unsigned *)(rings + params.sq_off.tail), 1, __ATOMIC_RELEASE);
  if (syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) != 1) return -1;
  return ((struct io_uring_cqe *)(rings + params.cq_off.cqes))->res;
}

static int check(int fd, long length) {
  unsigned char *bytes = malloc((size_t)length);
  memset(bytes, 0, (size_t)length);
  tell("pread", bytes, pread(fd, bytes, (size_t)length, 0), length);
  memset(bytes, 0, (size_t)length);
  tell("aio", bytes, by_aio(fd, bytes, length), length);
  memset(bytes, 0, (size_t)length);
  long got = by_ring(fd, bytes, length);
  if (got == -2) printf("ring: none here\n");
  else tell("ring", bytes, got, length);
  for (int shared = 0; shared < 2; shared++) {
    const char *way = shared ? "shared" : "private";
    unsigned char *mapped = mmap(NULL, (size_t)length, PROT_READ, shared ? MAP_SHARED : MAP_PRIVATE, fd, 0);
    if (mapped == MAP_FAILED) printf("%s: %s\n", way, strerror(errno));
    else tell(way, mapped, length, length);
  }
  return 0;
}

static void touch(const char *what, volatile unsigned char *byte) {
  if (sigsetjmp(bus, 1) == 0) printf("%s: %d\n", what, *byte);
  else printf("%s: SIGBUS\n", what);
}

static int hold(int fd) {
  long length = lseek(fd, 0, SEEK_END);
  volatile unsigned char *mapped = mmap(NULL, (size_t)length, PROT_READ, MAP_SHARED, fd, 0);
  if (mapped == (void *)MAP_FAILED) return perror("mmap"), 1;
  signal(SIGBUS, on_bus);
  printf("ready %d\n", mapped[0]);
  fflush(stdout);
  getchar();
  char byte;
  long got = pread(fd, &byte, 1, 4096);
  printf("pread: %s\n", got < 0 ? strerrorname_np(errno) : "read");
  touch("first", mapped);
  touch("last", mapped + length - 1);
  return 0;
}

int main(int count, char **words) {
  if (count < 3) return 2;
  int fd = open(words[2], O_RDONLY);
  if (fd < 0) return perror(words[2]), 1;
  return count > 3 ? check(fd, atol(words[3])) : hold(fd);
}
