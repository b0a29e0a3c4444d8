import { PROC_NULL, ROOT } from '../../constants.ts'
import type { Neighborhood } from '../../topologies/neighborhood.ts'
import type { ValueChannel } from '../../value-channel.ts'
import { checkRoot } from '../arguments.ts'

/*
 * What moves between the two groups of an intercommunicator goes straight from whom it comes to whom it is for, as it does between neighbours:
 * these are the ranks of the other group that a rank has for neighbours in a collective.
 */

const NOBODY: readonly number[] = []

/** Each rank is the neighbour of all ranks of the other group. */
export function everybody(line: ValueChannel): Neighborhood {
  const remote = ranksOf(line)
  return { sources: remote, destinations: remote, sendOrder: remote }
}

/** All of a group send to the root, in the other one. @throws CrossmemRangeError, CrossmemTypeError ERR_ROOT */
export function toRoot(line: ValueChannel, root: number): Neighborhood {
  const [receivesFrom, sendsTo] = partners(line, root)
  return { sources: receivesFrom, destinations: sendsTo, sendOrder: [...sendsTo.keys()] }
}

/** The root sends to all of the other group. @throws CrossmemRangeError, CrossmemTypeError ERR_ROOT */
export function fromRoot(line: ValueChannel, root: number): Neighborhood {
  const [sendsTo, receivesFrom] = partners(line, root)
  return { sources: receivesFrom, destinations: sendsTo, sendOrder: [...sendsTo.keys()] }
}

/** The root's rank in its group, for whoever talks with it. */
export function rankOfRoot(line: ValueChannel, root: number): number {
  return root === ROOT ? line.rank : Math.max(root, 0)
}

/** The other group for the root, the root for those of the other group, nobody for those of the root's. */
function partners(line: ValueChannel, root: number): [ofRoot: readonly number[], ofOthers: readonly number[]] {
  if (root === ROOT) return [ranksOf(line), NOBODY]
  if (root === PROC_NULL) return [NOBODY, NOBODY]
  checkRoot(root, line.channel.members.length)
  return [NOBODY, [root]]
}

function ranksOf({ channel }: ValueChannel): number[] {
  return [...channel.members.keys()]
}
