/** Why a test fails, as far as somebody has looked into it; by what its name begins with. */
const CAUSES = {
  'datatype/lbub_oldapi': 'uses MPI_LB and MPI_UB, which MPI-3.0 removed and the ABI does not have',
  'datatype/typename_oldapi': 'uses MPI_LB and MPI_UB, which MPI-3.0 removed and the ABI does not have',
  'datatype/struct_no_real_types': 'uses MPI_LB, which MPI-3.0 removed and the ABI does not have',
  'datatype/typename':
    'asks about MPI_DATATYPE_NULL after it has set the handler of MPI_COMM_WORLD; such errors go to that of MPI_COMM_SELF (MPI 4.1, 9.3)',
  'datatype/indexed_misc':
    'uses the handle of a datatype after it was freed, and expects the next datatype to have the same',
  'datatype/large_type_sendrec': 'one block of more than 2 GiB, which malloc of wasi-libc does not give',
  'basic/netpipe': 'runs longer than the limit',
  'pt2pt/osu_bw 2': 'goes on to messages of 128 MiB, and took longer than the limit',
  'coll/nonblocking ':
    'receives into overlapping places (displacements of alltoallw in elements, not in bytes), which MPI forbids',
  'collective/persistent/osu_allreduce_persistent':
    'the benchmark receives into one buffer and validates another; with MPICH it fails as well',
  'pt2pt/scancel_unmatch': 'expects that a send which nobody receives can be cancelled',
  'pt2pt/scancel': 'cancels sends; the wait for one that nobody receives does not return',
  'pt2pt/pscancel': 'cancels sends; the wait for one that nobody receives does not return',
  'pt2pt/cancelrecv': 'cancels sends; the wait for one that nobody receives does not return',
  'pt2pt/pt2pt_large 2 -option=1': 'one block of more than 2 GiB, which malloc of wasi-libc does not give',
}

/** The cause that is known, or else what the program said. */
export function causeOf(name, failure) {
  const known = Object.keys(CAUSES).find((beginning) => name.startsWith(beginning))
  return known === undefined ? quoted(failure) : CAUSES[known]
}

/** What was said, fit for a table; without what differs from run to run. */
function quoted(failure) {
  return failure
    .replace(/^crossmem: rank \d+: /, '')
    .replace(/ \(pid \d+\)/g, '')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
}
