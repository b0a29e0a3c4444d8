/** Seconds since some moment in the past, the same one for as long as this process runs (MPI_Wtime). */
export function wtime(): number {
  return performance.now() / 1000
}
