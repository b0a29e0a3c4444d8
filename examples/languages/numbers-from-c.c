/* Opens shared memory by its name, and writes the squares of the first numbers into it. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

int main(int count, char **words) {
  int fd = count > 1 ? shm_open(words[1], O_RDWR, 0) : -1;
  struct stat stat;
  if (fd < 0 || fstat(fd, &stat) < 0) return perror("shm_open"), 1;
  double *numbers = mmap(NULL, (size_t)stat.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (numbers == MAP_FAILED) return perror("mmap"), 1;
  long length = stat.st_size / (long)sizeof(double);
  for (long index = 0; index < length; index++) numbers[index] = (double)(index * index);
  printf("C wrote %ld numbers\n", length);
  return 0;
}
