import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IDENT, SIMILAR, UNEQUAL } from '../../src/mpi/comparison.ts'
import { PROC_NULL } from '../../src/mpi/constants.ts'
import { GROUP_EMPTY, Group, type RankRange } from '../../src/mpi/group.ts'

const SELF = 2

/** All lists of some of the ranks 0 to `ranks - 1`, in any order. */
function arrangements(ranks: number): number[][] {
  const all: number[][] = [[]]
  for (const list of all) {
    for (let rank = 0; rank < ranks; rank++) if (!list.includes(rank)) all.push([...list, rank])
  }
  return all
}

const GROUPS = arrangements(4).map((members) => new Group(members, SELF))
const PAIRS = GROUPS.flatMap((one) => GROUPS.map((other) => [one, other] as const))

function errorOf(action: () => unknown): { name: string; code: string; message: string } {
  try {
    action()
  } catch (error) {
    return error as ReturnType<typeof errorOf>
  }
  return assert.fail('nothing was thrown')
}

test('a group has its members, their number, and the rank of this process', () => {
  const group = new Group([5, SELF, 9], SELF)
  assert.deepEqual([group.members, group.size, group.rank], [[5, SELF, 9], 3, 1])
  assert.equal(new Group([5, 9], SELF).rank, undefined)
  assert.throws(() => (group.members as number[]).push(1), TypeError)
})

test('GROUP_EMPTY has no members', () => {
  assert.deepEqual([GROUP_EMPTY.members, GROUP_EMPTY.size, GROUP_EMPTY.rank], [[], 0, undefined])
})

test('incl() and excl() take and leave what is named', () => {
  const group = new Group([10, 11, SELF, 13], SELF)
  for (const ranks of arrangements(4)) {
    const taken = ranks.map((rank) => group.members[rank])
    assert.deepEqual(group.incl(ranks).members, taken)
    const left = group.members.filter((member) => !taken.includes(member))
    assert.deepEqual(group.excl(ranks).members, left)
    assert.equal(group.incl(ranks).rank, ranks.includes(2) ? ranks.indexOf(2) : undefined)
  }
})

test('rangeIncl() and rangeExcl() take and leave ranges, upward and downward', () => {
  const group = new Group(
    Array.from({ length: 10 }, (_, i) => i + 20),
    SELF,
  )
  for (const [ranges, ranks] of [
    [[], []],
    [[[3, 5]], [3, 4, 5]],
    [[[0, 9, 4]], [0, 4, 8]],
    [[[9, 0, -3]], [9, 6, 3, 0]],
    [[[9, 1, -3]], [9, 6, 3]],
    [[[4, 4, -1]], [4]],
    [[[5, 3]], []],
    [[[3, 5, -1]], []],
    [
      [
        [6, 7],
        [1, 5, 2],
        [9, 8, -1],
      ],
      [6, 7, 1, 3, 5, 9, 8],
    ],
  ] as [RankRange[], number[]][]) {
    assert.deepEqual(group.rangeIncl(ranges).members, group.incl(ranks).members, JSON.stringify(ranges))
    assert.deepEqual(group.rangeExcl(ranges).members, group.excl(ranks).members, JSON.stringify(ranges))
  }
})

test('union() is this group and what the other has beyond it', () => {
  for (const [one, other] of PAIRS) {
    const more = other.members.filter((member) => !one.members.includes(member))
    const union = one.union(other)
    assert.deepEqual(union.members, [...one.members, ...more])
    assert.equal(union.rank, union.members.includes(SELF) ? union.members.indexOf(SELF) : undefined)
  }
})

test("intersection() and difference() are those in both and those in one, in this group's order", () => {
  for (const [one, other] of PAIRS) {
    const isTheirs = (member: number) => other.members.includes(member)
    assert.deepEqual(one.intersection(other).members, one.members.filter(isTheirs))
    assert.deepEqual(
      one.difference(other).members,
      one.members.filter((member) => !isTheirs(member)),
    )
  }
})

test('compare() tells the same order, the same members, and neither', () => {
  for (const [one, other] of PAIRS) {
    const [ours, theirs] = [String(one.members), String(other.members)]
    const isSimilar = String([...one.members].sort()) === String([...other.members].sort())
    assert.equal(one.compare(other), ours === theirs ? IDENT : isSimilar ? SIMILAR : UNEQUAL, `${ours} and ${theirs}`)
  }
})

test('translateRanks() tells the ranks in another group', () => {
  for (const [one, other] of PAIRS) {
    const ranks = [...one.members.keys(), PROC_NULL]
    const expected = one.members.map((member) =>
      other.members.includes(member) ? other.members.indexOf(member) : undefined,
    )
    assert.deepEqual(one.translateRanks(ranks, other), [...expected, PROC_NULL])
  }
  assert.deepEqual(new Group([1, 4], SELF).translateRanks([1, 1], new Group([4], SELF)), [0, 0])
})

test('what comes of groups is a group of this process again, also by way of an empty one', () => {
  const group = new Group([1, SELF], SELF)
  assert.equal(GROUP_EMPTY.union(group).rank, 1)
  assert.equal(group.excl([0, 1]).union(group).rank, 1)
  assert.equal(group.incl([1]).rank, 0)
})

test('a group refuses what is none of its ranks, and a rank named twice', () => {
  const group = new Group([3, 4, 5], SELF)
  for (const rank of [-1, 3, 0.5, Number.NaN, '1' as unknown as number]) {
    for (const action of [
      () => group.incl([0, rank]),
      () => group.excl([rank]),
      () => group.rangeIncl([[0, rank]]),
      () => group.rangeExcl([[rank, 0, -1]]),
      () => group.translateRanks([rank], group),
    ]) {
      const { name, code, message } = errorOf(action)
      assert.deepEqual([name, code], ['RangeError', 'ERR_GROUP'])
      assert.match(message, new RegExp(`rank ${rank}, which is none of this group: it has 0 to 2`))
    }
  }
  assert.match(errorOf(() => GROUP_EMPTY.incl([0])).message, /it is empty/)
  for (const action of [
    () => group.incl([1, 1]),
    () => group.excl([1, 0, 1]),
    () =>
      group.rangeIncl([
        [0, 1],
        [1, 2],
      ]),
  ]) {
    assert.match(errorOf(action).message, /rank 1 twice/)
  }
  for (const stride of [0, 0.5, Number.NaN]) {
    const { code, message } = errorOf(() => group.rangeIncl([[0, 1, stride]]))
    assert.deepEqual([code, message], ['ERR_GROUP', `a range's stride is a whole number other than 0, not ${stride}`])
  }
})

test('a group refuses what is no group and no array', () => {
  const group = new Group([3, 4, 5], SELF)
  for (const action of [
    () => group.union([3] as unknown as Group),
    () => group.intersection(undefined as unknown as Group),
    () => group.difference({} as Group),
    () => group.compare(null as unknown as Group),
    () => group.translateRanks([0], [3] as unknown as Group),
    () => group.incl(0 as unknown as number[]),
    () => group.excl('0' as unknown as number[]),
    () => group.rangeIncl([0] as unknown as RankRange[]),
    () => group.rangeExcl(0 as unknown as RankRange[]),
    () => group.translateRanks(0 as unknown as number[], group),
  ]) {
    const { name, code } = errorOf(action)
    assert.deepEqual([name, code], ['TypeError', 'ERR_GROUP'])
  }
})
