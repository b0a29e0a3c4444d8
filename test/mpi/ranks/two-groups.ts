/** Two groups of the 5 ranks, and an intercommunicator of them. */
import { PROC_NULL, ROOT, world } from '../../../src/mpi/index.ts'

export const { rank, size } = world
/** Ranks 0, 2 and 4, the last one first, and ranks 1 and 3. */
export const isEven = rank % 2 === 0
export const groups = [
  [4, 2, 0],
  [1, 3],
]
export const [ours, theirs] = isEven ? groups : groups.toReversed()
export const part = world.split({ color: rank % 2, key: isEven ? -rank : rank })!
/** Both ways round, and with leaders other than the first ranks. */
export const inter = part.intercommCreate(
  isEven
    ? { localLeader: 2, peer: world, remoteLeader: 3, tag: 7 }
    : { localLeader: 1, peer: world, remoteLeader: 0, tag: 7 },
)

/** The root's argument on this rank, where rank `root` of the even or odd group is the root. */
export function rootFor(evenIsRoot: boolean, root: number): number {
  if (isEven !== evenIsRoot) return root
  return inter.rank === root ? ROOT : PROC_NULL
}

/** Calls `check` for every rank of both groups as root. */
export async function forEachRoot(
  check: (root: number, rootsRank: number, isRoots: boolean) => unknown,
): Promise<void> {
  for (const evenIsRoot of [true, false]) {
    const group = groups[evenIsRoot ? 0 : 1]
    for (const [root, rootsRank] of group.entries())
      await check(rootFor(evenIsRoot, root), rootsRank, isEven === evenIsRoot)
  }
}

export const sumOf = (ranks: readonly number[]) => ranks.reduce((sum, each) => sum + each)
