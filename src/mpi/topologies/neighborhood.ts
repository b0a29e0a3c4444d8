/** How ranks are to be placed in a topology: the first `size` of them, each as `at` says. */
export interface Plan<T extends Neighborhood> {
  readonly size: number
  at(rank: number): T
}

/** With whom a rank exchanges messages in a topology, ranks of the communicator or PROC_NULL. A rank may stand there more than once. */
export interface Neighborhood {
  /** From whom this rank receives, in the order of what it receives. */
  readonly sources: readonly number[]
  /** To whom it sends, in the order of what it sends. */
  readonly destinations: readonly number[]
  /**
   * The places in `destinations` in the order in which messages are to be started, so that of several between the same two ranks the
   * first one is meant for the first place in the receiver's `sources`.
   */
  readonly sendOrder: readonly number[]
}
