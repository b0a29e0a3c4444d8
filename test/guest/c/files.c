/* Reads and writes below the directory that is opened as `data`, and tries to get out of it. */
#include "check.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void closed(const char *path) {
  errno = 0;
  FILE *file = fopen(path, "r");
  CHECK(file == NULL);
  CHECK(errno != 0);
}

static void read_and_write(void) {
  char text[64] = "";
  struct stat info;
  FILE *file = fopen("data/in.txt", "r");
  CHECK(file != NULL);
  CHECK(fgets(text, sizeof text, file) != NULL && !strcmp(text, "first line\n"));
  fseek(file, 6, SEEK_SET);
  CHECK(fgets(text, sizeof text, file) != NULL && !strcmp(text, "line\n"));
  fclose(file);
  CHECK(mkdir("data/made", 0777) == 0);
  file = fopen("data/made/out.txt", "w+");
  CHECK(file != NULL);
  fprintf(file, "%d %s", 42, "values");
  fseek(file, 0, SEEK_END);
  CHECK(ftell(file) == 9);
  rewind(file);
  CHECK(fgets(text, sizeof text, file) != NULL && !strcmp(text, "42 values"));
  fclose(file);
  file = fopen("data/made/out.txt", "a");
  fputs(" more", file);
  fclose(file);
  CHECK(stat("data/made/out.txt", &info) == 0 && info.st_size == 14 && S_ISREG(info.st_mode));
  CHECK(rename("data/made/out.txt", "data/kept.txt") == 0);
  CHECK(rmdir("data/made") == 0);
  CHECK(stat("data/made", &info) != 0 && errno == ENOENT);
  int seen = 0;
  DIR *directory = opendir("data");
  CHECK(directory != NULL);
  for (struct dirent *entry; (entry = readdir(directory)) != NULL;) seen += !strcmp(entry->d_name, "kept.txt");
  closedir(directory);
  CHECK(seen == 1);
  CHECK(fopen("data/in.txt", "wx") == NULL && errno == EEXIST);
}

static void stay_inside(void) {
  closed("/etc/passwd");
  closed("etc/passwd");
  closed("data/../secret.txt");
  closed("data/inner/../../secret.txt");
  closed("data/absolute-link");
  closed("data/upward-link");
  closed("data/folder-link/secret.txt");
  closed("secret.txt");
  CHECK(symlink("/etc", "data/etc") != 0);
  CHECK(symlink("..", "data/up") == 0);
  closed("data/up/secret.txt");
  CHECK(unlink("data/up") == 0);
  CHECK(rename("data/in.txt", "data/../stolen.txt") != 0);
  CHECK(access("data/inner-link", R_OK) == 0);
}

int main(int argc, char **argv) {
  begin(&argc, &argv);
  if (rank == 0) {
    read_and_write();
    stay_inside();
  }
  MPI_Barrier(MPI_COMM_WORLD);
  return end();
}
