/* Datatypes, packing and reductions on C's types, on two ranks. Each case says when it has passed. */
#include <complex.h>
#include <mpi.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int rank;

static void check(int holds, const char *what, int line) {
  if (holds) return;
  fprintf(stderr, "rank %d, line %d: %s\n", rank, line, what);
  MPI_Abort(MPI_COMM_WORLD, 1);
}
#define CHECK(condition) check(condition, #condition, __LINE__)

static void passed(const char *name) {
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank == 0) printf("passed: %s\n", name);
}

typedef struct {
  double position[3];
  int cell;
  char name[5];
} Particle;

static MPI_Datatype particle_type(void) {
  int lengths[3] = {3, 1, 5};
  MPI_Aint displs[3] = {offsetof(Particle, position), offsetof(Particle, cell), offsetof(Particle, name)};
  MPI_Datatype types[3] = {MPI_DOUBLE, MPI_INT, MPI_CHAR}, type;
  MPI_Type_create_struct(3, lengths, displs, types, &type);
  MPI_Type_commit(&type);
  return type;
}

static void columns(void) {
  enum { ROWS = 300, COLUMNS = 200 };
  static double matrix[ROWS][COLUMNS];
  MPI_Datatype column;
  MPI_Status status;
  int count, elements;
  MPI_Type_vector(ROWS, 1, COLUMNS, MPI_DOUBLE, &column);
  MPI_Type_commit(&column);
  for (int i = 0; i < ROWS; i++) for (int j = 0; j < COLUMNS; j++) matrix[i][j] = rank == 0 ? i * 1000 + j : -1;
  if (rank == 0) MPI_Send(&matrix[0][7], 1, column, 1, 0, MPI_COMM_WORLD);
  else {
    MPI_Recv(&matrix[0][9], 1, column, 0, 0, MPI_COMM_WORLD, &status);
    MPI_Get_count(&status, column, &count);
    MPI_Get_elements(&status, column, &elements);
    CHECK(count == 1 && elements == ROWS);
    for (int i = 0; i < ROWS; i++) {
      CHECK(matrix[i][9] == i * 1000 + 7);
      CHECK(matrix[i][8] == -1 && matrix[i][10] == -1);
    }
  }
  MPI_Type_free(&column);
  CHECK(column == MPI_DATATYPE_NULL);
  passed("a column of a matrix");
}

static void structs(void) {
  Particle particles[1000];
  MPI_Datatype type = particle_type();
  MPI_Aint lb, extent;
  int size;
  memset(particles, 0, sizeof particles);
  MPI_Type_get_extent(type, &lb, &extent);
  MPI_Type_size(type, &size);
  CHECK(lb == 0 && extent == sizeof(Particle) && size == 33);
  for (int i = 0; i < 1000 && rank == 0; i++) {
    particles[i].position[2] = i;
    particles[i].cell = 3 * i;
    strcpy(particles[i].name, "four");
  }
  MPI_Bcast(particles, 1000, type, 0, MPI_COMM_WORLD);
  for (int i = 0; i < 1000; i++) {
    CHECK(particles[i].position[2] == i && particles[i].cell == 3 * i && strcmp(particles[i].name, "four") == 0);
  }
  Particle both[2];
  memset(both, 0, sizeof both);
  particles[0].cell = rank;
  MPI_Allgather(particles, 1, type, both, 1, type, MPI_COMM_WORLD);
  CHECK(both[0].cell == 0 && both[1].cell == 1 && strcmp(both[1].name, "four") == 0);
  MPI_Type_free(&type);
  passed("structs, also in collectives");
}

static void bottom(void) {
  static int a = -1, b = -1;
  MPI_Aint displs[2];
  int lengths[2] = {1, 1};
  MPI_Datatype type;
  MPI_Get_address(&a, &displs[0]);
  MPI_Get_address(&b, &displs[1]);
  MPI_Type_create_hindexed(2, lengths, displs, MPI_INT, &type);
  MPI_Type_commit(&type);
  if (rank == 0) a = 5, b = 6;
  MPI_Bcast(MPI_BOTTOM, 1, type, 0, MPI_COMM_WORLD);
  CHECK(a == 5 && b == 6);
  MPI_Type_free(&type);
  passed("addresses from MPI_BOTTOM");
}

static void envelopes(void) {
  MPI_Datatype type, inner[1];
  int integers, addresses, types, combiner, ints[3];
  MPI_Aint aints[1];
  MPI_Type_create_hvector(4, 2, 100, MPI_INT, &type);
  MPI_Type_get_envelope(type, &integers, &addresses, &types, &combiner);
  CHECK(integers == 2 && addresses == 1 && types == 1 && combiner == MPI_COMBINER_HVECTOR);
  MPI_Type_get_contents(type, 2, 1, 1, ints, aints, inner);
  CHECK(ints[0] == 4 && ints[1] == 2 && aints[0] == 100 && inner[0] == MPI_INT);
  MPI_Type_free(&type);
  MPI_Count counts[3], n, a, c, d;
  MPI_Type_vector_c(4, 2, 3, MPI_INT, &type);
  MPI_Type_get_envelope_c(type, &n, &a, &c, &d, &combiner);
  CHECK(n == 0 && a == 0 && c == 3 && d == 1 && combiner == MPI_COMBINER_VECTOR);
  MPI_Type_get_contents_c(type, 0, 0, 3, 1, ints, aints, counts, inner);
  CHECK(counts[0] == 4 && counts[1] == 2 && counts[2] == 3);
  MPI_Type_free(&type);
  passed("envelopes and contents");
}

static void packing(void) {
  Particle particle = {{1, 2, 3}, 4, "five"}, copy;
  MPI_Datatype type = particle_type();
  char buffer[100];
  int size, position = 0;
  memset(&copy, 0, sizeof copy);
  MPI_Pack_size(1, type, MPI_COMM_WORLD, &size);
  CHECK(size >= 33 && size <= 100);
  MPI_Pack(&particle, 1, type, buffer, sizeof buffer, &position, MPI_COMM_WORLD);
  MPI_Pack(&rank, 1, MPI_INT, buffer, sizeof buffer, &position, MPI_COMM_WORLD);
  int end = position, number = -1;
  position = 0;
  MPI_Unpack(buffer, end, &position, &copy, 1, type, MPI_COMM_WORLD);
  MPI_Unpack(buffer, end, &position, &number, 1, MPI_INT, MPI_COMM_WORLD);
  CHECK(position == end && number == rank);
  CHECK(copy.position[2] == 3 && copy.cell == 4 && strcmp(copy.name, "five") == 0);
  MPI_Aint at = 0, bytes;
  short two = 0x0102;
  MPI_Pack_external_size("external32", 1, MPI_SHORT, &bytes);
  MPI_Pack_external("external32", &two, 1, MPI_SHORT, buffer, sizeof buffer, &at);
  CHECK(bytes == 2 && at == 2 && buffer[0] == 1 && buffer[1] == 2);
  MPI_Type_free(&type);
  passed("packing");
}

static void errors(void) {
  MPI_Datatype type, freed;
  int class, value = 0;
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_set_errhandler(MPI_COMM_SELF, MPI_ERRORS_RETURN);
  MPI_Type_contiguous(2, MPI_INT, &type);
  MPI_Error_class(MPI_Send(&value, 1, type, MPI_PROC_NULL, 0, MPI_COMM_WORLD), &class);
  CHECK(class == MPI_ERR_TYPE);
  freed = type;
  MPI_Type_free(&type);
  MPI_Error_class(MPI_Type_commit(&freed), &class);
  CHECK(class == MPI_ERR_TYPE);
  MPI_Error_class(MPI_Type_contiguous(-1, MPI_INT, &type), &class);
  CHECK(class == MPI_ERR_COUNT);
  type = MPI_INT;
  MPI_Error_class(MPI_Type_free(&type), &class);
  CHECK(class == MPI_ERR_TYPE);
  double number = 1, result;
  MPI_Error_class(MPI_Allreduce(&number, &result, 1, MPI_DOUBLE, MPI_BAND, MPI_COMM_WORLD), &class);
  CHECK(class == MPI_ERR_OP);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_ARE_FATAL);
  MPI_Comm_set_errhandler(MPI_COMM_SELF, MPI_ERRORS_ARE_FATAL);
  passed("errors");
}

static void pairs(void) {
  struct { double value; int at; } d = {rank == 0 ? 3 : -2.5, rank}, dr;
  struct { short value; int at; } s = {7, 10 - rank}, sr;
  struct { long double value; int at; } l = {rank, rank}, lr;
  struct { float value; int at; } f = {rank, rank}, fr;
  MPI_Allreduce(&d, &dr, 1, MPI_DOUBLE_INT, MPI_MINLOC, MPI_COMM_WORLD);
  CHECK(dr.value == -2.5 && dr.at == 1);
  MPI_Allreduce(&s, &sr, 1, MPI_SHORT_INT, MPI_MAXLOC, MPI_COMM_WORLD);
  CHECK(sr.value == 7 && sr.at == 9);
  MPI_Allreduce(&l, &lr, 1, MPI_LONG_DOUBLE_INT, MPI_MAXLOC, MPI_COMM_WORLD);
  CHECK(lr.value == 1 && lr.at == 1);
  MPI_Allreduce(&f, &fr, 1, MPI_FLOAT_INT, MPI_MINLOC, MPI_COMM_WORLD);
  CHECK(fr.value == 0 && fr.at == 0);
  passed("values with their places");
}

static void complex_numbers(void) {
  double complex z = rank == 0 ? 1 + 2 * I : 3 - I, r;
  float complex w = rank == 0 ? 1 + 2 * I : 3 - I, s;
  MPI_Allreduce(&z, &r, 1, MPI_C_DOUBLE_COMPLEX, MPI_SUM, MPI_COMM_WORLD);
  CHECK(r == 4 + I);
  MPI_Allreduce(&z, &r, 1, MPI_C_DOUBLE_COMPLEX, MPI_PROD, MPI_COMM_WORLD);
  CHECK(r == 5 + 5 * I);
  MPI_Allreduce(&w, &s, 1, MPI_C_FLOAT_COMPLEX, MPI_PROD, MPI_COMM_WORLD);
  CHECK(s == 5 + 5 * I);
  passed("complex numbers");
}

/* The same as this program's own arithmetic does it. */
static void long_doubles(void) {
  static long double mine[3000], theirs[3000], result[3000];
  unsigned seed = 12345;
  for (int i = 0; i < 3000; i++) {
    long double values[2];
    for (int of = 0; of < 2; of++) {
      unsigned words[4];
      for (int k = 0; k < 4; k++) words[k] = seed = seed * 1664525u + 1013904223u;
      /* Near 1 mostly, so that what is added does not vanish; else any bits, but no NaN. */
      unsigned exponent = (words[3] >> 16) & 0x7fff;
      if (i % 4 != 0) exponent = 16383 - 60 + exponent % 120;
      else if (exponent == 0x7fff) exponent = 0;
      words[3] = (words[3] & 0x8000ffffu) | exponent << 16;
      memcpy(&values[of], words, 16);
    }
    mine[i] = values[rank];
    theirs[i] = values[1 - rank];
  }
  MPI_Op ops[4] = {MPI_SUM, MPI_PROD, MPI_MIN, MPI_MAX};
  for (int op = 0; op < 4; op++) {
    MPI_Allreduce(mine, result, 3000, MPI_LONG_DOUBLE, ops[op], MPI_COMM_WORLD);
    for (int i = 0; i < 3000; i++) {
      long double a = mine[i], b = theirs[i];
      long double expected = op == 0 ? a + b : op == 1 ? a * b : op == 2 ? (a < b ? a : b) : (a > b ? a : b);
      if (memcmp(&expected, &result[i], 16) != 0) {
        fprintf(stderr, "op %d, element %d: %La and %La gave %La and not %La\n", op, i, a, b, result[i], expected);
        MPI_Abort(MPI_COMM_WORLD, 1);
      }
    }
  }
  passed("long double as C computes it");
}

static void others(void) {
  _Bool yes = rank == 0, any, all;
  MPI_Allreduce(&yes, &any, 1, MPI_C_BOOL, MPI_LOR, MPI_COMM_WORLD);
  MPI_Allreduce(&yes, &all, 1, MPI_C_BOOL, MPI_LAND, MPI_COMM_WORLD);
  CHECK(any && !all);
  unsigned char bits = rank == 0 ? 5 : 6, both;
  MPI_Allreduce(&bits, &both, 1, MPI_BYTE, MPI_BOR, MPI_COMM_WORLD);
  CHECK(both == 7);
  long long big = 1LL << 40, sum;
  MPI_Allreduce(&big, &sum, 1, MPI_LONG_LONG, MPI_SUM, MPI_COMM_WORLD);
  CHECK(sum == 1LL << 41);
  passed("truth values, bytes and integers");
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  columns();
  structs();
  bottom();
  envelopes();
  packing();
  errors();
  pairs();
  complex_numbers();
  long_doubles();
  others();
  if (rank == 0) printf("all cases have passed\n");
  MPI_Finalize();
  return 0;
}
