import type { Forced } from '../transport/protocol.ts'

/** What to run, and how. */
export interface Job {
  /** How many ranks. */
  size: number
  /** The program's absolute path. */
  program: string
  args: readonly string[]
  /** Options for every rank's node itself. */
  nodeOptions: readonly string[]
  /** What each rank can allocate, in bytes. */
  heapBytes: number
  /** The protocol that all messages must take, or null. */
  forced: Forced | null
  /** Whether each rank runs on a processor of its own. */
  bind: boolean
  /** Whether each line of output tells its rank. */
  prefix: boolean
  /** After how many seconds the job is ended, or null. */
  timeout: number | null
}
