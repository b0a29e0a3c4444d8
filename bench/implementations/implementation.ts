/** What somebody is started for. */
export interface Job {
  /** The benchmark's, and of the program that does it. */
  readonly name: string
  readonly ranks: number
  /** Whether ranks may outnumber processors. */
  readonly mayCrowd: boolean
}

/** Somebody who can do a benchmark's work. */
export interface Implementation {
  /** As results carry it. */
  readonly name: string
  /** As tables carry it: the name, and what tells it from others of that name. */
  readonly label: string
  readonly memory: 'arena' | 'ordinary'
  /** What results say where the program does not tell. */
  readonly protocol: string
  readonly version: string
  /** The program to start and its arguments; it prints a figure for each size. */
  command(task: readonly string[]): readonly string[]
}

/** What a peer is prepared for and with. */
export interface Preparation {
  readonly job: Job
  /** A processor for each rank: those that crossmem binds its ranks to. */
  readonly processors: readonly number[]
  /** For programs that are built; removed at the end. */
  readonly folder: string
}

/** Why a peer cannot take part. */
export interface Missing {
  readonly missing: string
}

/** Finds out whether a peer is there, and builds what it needs. */
export type Prepare = (preparation: Preparation) => Promise<Implementation | Missing>
