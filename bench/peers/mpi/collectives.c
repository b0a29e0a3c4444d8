/*
 * Collectives by name: the same table as ../../suites/collectives.ts, the same shapes as ../../suites/shapes.ts.
 *
 * Arguments: points, seconds of warming up and of measuring each, seconds of rehearsal (not needed here), and the most calls of an
 * interval. All operands are doubles, the operation is a sum, and every call of an interval has another root.
 */
#include "together.h"

/* A call with what it works on. */
typedef struct {
  int root;
  long elements;
  double *send, *recv;
  const int *counts, *displs; /* a block of each rank */
  const int *slices;          /* an operand cut into a slice for each rank */
  int sent, part_count;
  Part *parts; /* what arrives */
} Call;

typedef struct {
  const char *name;
  int (*sends)(int root);                                 /* how many blocks */
  int (*receives)(int root, long elements, Part *parts); /* how many parts */
  void (*call)(const Call *call);
} Collective;

#define W MPI_COMM_WORLD
#define D MPI_DOUBLE

static int none(int root) { return 0; }
static int one(int root) { return 1; }
static int one_each(int root) { return rank_count; }
static int one_at_root(int root) { return my_rank == root; }
static int one_each_at_root(int root) { return my_rank == root ? rank_count : 0; }

static Part moved(int from, int block, long elements) { return (Part){from, from + 1, block, 0, elements}; }

static int slice_begin(int rank, long elements) { return elements * rank / rank_count; }

static int nothing(int root, long elements, Part *parts) { return 0; }

static int from_root(int root, long elements, Part *parts) {
  parts[0] = moved(root, 0, elements);
  return my_rank != root;
}

static int own_of_root(int root, long elements, Part *parts) {
  parts[0] = moved(root, my_rank, elements);
  return 1;
}

static int of_all(int root, long elements, Part *parts) {
  for (int from = 0; from < rank_count; from++) parts[from] = moved(from, 0, elements);
  return rank_count;
}

static int of_all_at_root(int root, long elements, Part *parts) {
  return my_rank == root ? of_all(root, elements, parts) : 0;
}

static int own_of_all(int root, long elements, Part *parts) {
  for (int from = 0; from < rank_count; from++) parts[from] = moved(from, my_rank, elements);
  return rank_count;
}

static int sum(int root, long elements, Part *parts) {
  parts[0] = (Part){0, rank_count, 0, 0, elements};
  return 1;
}

static int sum_at_root(int root, long elements, Part *parts) { return my_rank == root ? sum(root, elements, parts) : 0; }

static int slice_of_sum(int root, long elements, Part *parts) {
  int begin = slice_begin(my_rank, elements);
  parts[0] = (Part){0, rank_count, 0, begin, slice_begin(my_rank + 1, elements) - begin};
  return 1;
}

static int sum_up_to_own(int root, long elements, Part *parts) {
  parts[0] = (Part){0, my_rank + 1, 0, 0, elements};
  return 1;
}

static int sum_before_own(int root, long elements, Part *parts) {
  parts[0] = (Part){0, my_rank, 0, 0, elements};
  return my_rank > 0;
}

static void barrier(const Call *c) { MPI_Barrier(W); }
static void bcast(const Call *c) { MPI_Bcast(my_rank == c->root ? c->send : c->recv, c->elements, D, c->root, W); }
static void gather(const Call *c) { MPI_Gather(c->send, c->elements, D, c->recv, c->elements, D, c->root, W); }
static void scatter(const Call *c) { MPI_Scatter(c->send, c->elements, D, c->recv, c->elements, D, c->root, W); }
static void allgather(const Call *c) { MPI_Allgather(c->send, c->elements, D, c->recv, c->elements, D, W); }
static void alltoall(const Call *c) { MPI_Alltoall(c->send, c->elements, D, c->recv, c->elements, D, W); }
static void reduce(const Call *c) { MPI_Reduce(c->send, c->recv, c->elements, D, MPI_SUM, c->root, W); }
static void allreduce(const Call *c) { MPI_Allreduce(c->send, c->recv, c->elements, D, MPI_SUM, W); }
static void scan(const Call *c) { MPI_Scan(c->send, c->recv, c->elements, D, MPI_SUM, W); }
static void exscan(const Call *c) { MPI_Exscan(c->send, c->recv, c->elements, D, MPI_SUM, W); }
static void gatherv(const Call *c) {
  MPI_Gatherv(c->send, c->elements, D, c->recv, c->counts, c->displs, D, c->root, W);
}
static void scatterv(const Call *c) {
  MPI_Scatterv(c->send, c->counts, c->displs, D, c->recv, c->elements, D, c->root, W);
}
static void allgatherv(const Call *c) { MPI_Allgatherv(c->send, c->elements, D, c->recv, c->counts, c->displs, D, W); }
static void alltoallv(const Call *c) {
  MPI_Alltoallv(c->send, c->counts, c->displs, D, c->recv, c->counts, c->displs, D, W);
}
static void reduce_scatter(const Call *c) { MPI_Reduce_scatter(c->send, c->recv, c->slices, D, MPI_SUM, W); }
static void reduce_scatter_block(const Call *c) { MPI_Reduce_scatter_block(c->send, c->recv, c->slices[0], D, MPI_SUM, W); }

static const Collective collectives[] = {
    {"barrier", none, nothing, barrier},
    {"bcast", one_at_root, from_root, bcast},
    {"gather", one, of_all_at_root, gather},
    {"gatherv", one, of_all_at_root, gatherv},
    {"scatter", one_each_at_root, own_of_root, scatter},
    {"scatterv", one_each_at_root, own_of_root, scatterv},
    {"allgather", one, of_all, allgather},
    {"allgatherv", one, of_all, allgatherv},
    {"alltoall", one_each, own_of_all, alltoall},
    {"alltoallv", one_each, own_of_all, alltoallv},
    {"reduce", one, sum_at_root, reduce},
    {"allreduce", one, sum, allreduce},
    {"reduceScatterBlock", one, slice_of_sum, reduce_scatter_block},
    {"reduceScatter", one, slice_of_sum, reduce_scatter},
    {"scan", one, sum_up_to_own, scan},
    {"exscan", one, sum_before_own, exscan},
};

/* A collective with the calls of an interval. */
typedef struct {
  const Collective *collective;
  Call calls[MOST_CALLS];
} Setting;

static double warm_up, measuring;
static int most_calls;

static void change_all(const Work *work, long interval) {
  const Setting *setting = work->data;
  for (int c = 0; c < work->calls; c++)
    change(setting->calls[c].send, setting->calls[c].sent, setting->calls[c].elements, interval * work->calls + c);
}

static void run_all(const Work *work) {
  const Setting *setting = work->data;
  for (int c = 0; c < work->calls; c++) setting->collective->call(&setting->calls[c]);
}

static void check_all(const Work *work, long interval, int full) {
  const Setting *setting = work->data;
  for (int c = 0; c < work->calls; c++) {
    const Call *call = &setting->calls[c];
    const double *arrived = call->recv;
    for (int p = 0; p < call->part_count; arrived += call->parts[p++].elements)
      check(arrived, &call->parts[p], interval * work->calls + c, full);
  }
}

static const Collective *find(const char *name) {
  for (int i = 0; i < (int)(sizeof collectives / sizeof *collectives); i++)
    if (strcmp(collectives[i].name, name) == 0) return &collectives[i];
  fprintf(stderr, "there is no collective %s\n", name);
  MPI_Abort(W, 2);
  return NULL;
}

static void prepare(Call *call, const Collective *collective) {
  long arriving = 0;
  call->parts = malloc(rank_count * sizeof *call->parts);
  call->sent = collective->sends(call->root);
  call->part_count = collective->receives(call->root, call->elements, call->parts);
  for (int p = 0; p < call->part_count; p++) arriving += call->parts[p].elements;
  call->send = allocate(call->sent * call->elements);
  call->recv = allocate(arriving);
  fill(call->send, call->sent, call->elements);
}

static double measure_collective(const char *name, long bytes) {
  long elements = bytes / sizeof(double);
  int counts[rank_count], displs[rank_count], slices[rank_count];
  Setting setting = {.collective = find(name)};
  Work work = {calls_for(bytes, most_calls), change_all, run_all, check_all, &setting};
  for (int rank = 0; rank < rank_count; rank++) {
    counts[rank] = elements;
    displs[rank] = elements * rank;
    slices[rank] = slice_begin(rank + 1, elements) - slice_begin(rank, elements);
  }
  for (int c = 0; c < work.calls; c++) {
    setting.calls[c] = (Call){.root = c % rank_count, .elements = elements, .counts = counts, .displs = displs, .slices = slices};
    prepare(&setting.calls[c], setting.collective);
  }
  double microseconds = measure_together(&work, warm_up, measuring);
  for (int c = 0; c < work.calls; c++) {
    free(setting.calls[c].send);
    free(setting.calls[c].recv);
    free(setting.calls[c].parts);
  }
  return microseconds;
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(W, &my_rank);
  MPI_Comm_size(W, &rank_count);
  if (argc < 6 || (most_calls = atoi(argv[5])) > MOST_CALLS) MPI_Abort(W, 2);
  warm_up = atof(argv[2]);
  measuring = atof(argv[3]);
  measure_points(argv[1], measure_collective);
  MPI_Finalize();
}
