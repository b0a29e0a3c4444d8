/* Arguments, environment, clocks and standard streams. */
#include "check.h"
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  char line[64];
  begin(&argc, &argv);
  CHECK(argc == 3 && !strcmp(argv[1], "one") && !strcmp(argv[2], "two words"));
  CHECK(!strcmp(getenv("GREETING"), "hello"));
  double before = MPI_Wtime();
  struct timespec moment = {0, 20000000}, now;
  CHECK(nanosleep(&moment, NULL) == 0);
  CHECK(MPI_Wtime() - before >= 0.02 && MPI_Wtick() > 0 && MPI_Wtick() < 1e-3);
  CHECK(clock_gettime(CLOCK_REALTIME, &now) == 0 && now.tv_sec > 1600000000);
  if (rank == 0) CHECK(fgets(line, sizeof line, stdin) != NULL && !strcmp(line, "from outside\n"));
  else CHECK(fgets(line, sizeof line, stdin) == NULL);
  int version, subversion, length, provided;
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  MPI_Get_version(&version, &subversion);
  CHECK(version == MPI_VERSION && subversion == MPI_SUBVERSION);
  MPI_Get_library_version(text, &length);
  CHECK(length == (int)strlen(text) && strstr(text, "crossmem") == text);
  MPI_Get_processor_name(text, &length);
  CHECK(length > 0 && length == (int)strlen(text));
  MPI_Query_thread(&provided);
  CHECK(provided == MPI_THREAD_SINGLE);
  return end();
}
