/** What the benchmarks of copies take. */
export interface CopyBenchOptions {
  rounds: number
  json: boolean
  /** For programs that are built; removed at the end. */
  folder: string
  /** Says something on the standard error. */
  tell(message: string): void
}
