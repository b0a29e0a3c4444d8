/** What is measured, whoever does it. Who measures is in ../implementations, how crossmem does it in ../programs. */
export interface Benchmark {
  readonly name: string
  readonly title: string
  readonly ranks: number
  /** The figure that the table leads with. */
  readonly leading: 'microseconds' | 'megabytesPerSecond'
  /** Whether rank 1 sends data too. */
  readonly answers: boolean
  /** Whether what comes may be borrowed instead of received. */
  readonly borrows: boolean
  /** How many buffers each side has; each is used once in an interval. */
  buffers(bytes: number): number
  /** How many messages of data travel in an interval, both ways together. */
  messages(buffers: number): number
  readonly notes: readonly string[]
}
