/**
 * A binomial tree in which every subtree is a run of neighbouring ranks, whatever the root.
 *
 *     ranks     0   1   2   3   4   5        root 3
 *     width 2   o<--o   o-->o   o<--o        o: knows of its whole run
 *     width 4   o---------->o   o            arrows: towards the root
 *     width 8               o<--o
 *
 * Runs of one rank are joined to runs of two, those to runs of four, and so on. A run's head is the root if it lies in the run, else
 * its first rank. So what is gathered lies in the order of ranks, operands are combined in the order of ranks, and which
 * ones are combined with which does not depend on the root.
 */
export interface TreePlace {
  /** Towards the root; -1 for the root itself. */
  readonly parent: number
  /** The ranks below this one, itself too: from `begin` up to `end`. */
  readonly begin: number
  readonly end: number
  /** The nearest and smallest first. */
  readonly children: readonly Subtree[]
}

export interface Subtree {
  readonly rank: number
  readonly begin: number
  readonly end: number
}

/** Where a rank stands in the tree. Only the root has children with lower ranks than its own. */
export function placeInTree(rank: number, size: number, root: number): TreePlace {
  const children: Subtree[] = []
  for (let width = 1; width < size; width *= 2) {
    const begin = rank - (rank % width)
    const whole = rank - (rank % (2 * width))
    const other = begin === whole ? begin + width : whole
    if (other >= size) continue
    const otherHead = headOf(other, width, root)
    if (headOf(whole, 2 * width, root) !== rank) {
      return { parent: otherHead, begin, end: Math.min(begin + width, size), children }
    }
    children.push({ rank: otherHead, begin: other, end: Math.min(other + width, size) })
  }
  return { parent: -1, begin: 0, end: size, children }
}

function headOf(begin: number, width: number, root: number): number {
  return root >= begin && root < begin + width ? root : begin
}
