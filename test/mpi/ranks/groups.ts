/** Communicators made of groups, what they are called and how they compare. For 4 ranks. */
import assert from 'node:assert/strict'
import {
  COMM_TYPE_SHARED,
  CONGRUENT,
  type Communicator,
  GROUP_EMPTY,
  type Group,
  IDENT,
  SIMILAR,
  self,
  UNEQUAL,
  world,
} from '../../../src/mpi/index.ts'
import { codeOf, runCases } from './cases.ts'

const { rank, size, group } = world
const random = randomNumbers(Number(process.argv[2]))

/** The same numbers on all ranks. */
function randomNumbers(seed: number): (end: number) => number {
  let state = seed
  return (end) => {
    state = (Math.imul(state, 0x41c64e6d) + 0x3039) | 0
    return (state >>> 8) % end
  }
}

/** Whether messages of a communicator come to whom they should, and its ranks are those of the group. */
function check(made: Communicator, expected: Group): void {
  assert.equal(made.group.compare(expected), IDENT)
  assert.deepEqual([made.rank, made.size], [expected.rank, expected.size])
  assert.deepEqual(made.allgather(rank), [...expected.members])
  const next = (made.rank + 1) % made.size
  const previous = (made.rank + made.size - 1) % made.size
  made.send(`from ${rank}`, { dest: next, tag: 3 })
  assert.equal(made.recv({ source: previous, tag: 3 }), `from ${expected.members[previous]}`)
}

/** Some of the ranks in some order. */
function randomGroup(): Group {
  const left = [...group.members]
  const ranks = Array.from({ length: random(size + 1) }, () => left.splice(random(left.length), 1)[0])
  return group.incl(ranks)
}

await runCases({
  'group has the ranks of the communicator': () => {
    assert.deepEqual([group.members, group.rank, group.size], [[0, 1, 2, 3], rank, 4])
    const reversed = world.split({ color: 0, key: -rank })!
    assert.deepEqual([reversed.group.members, reversed.group.rank], [[3, 2, 1, 0], 3 - rank])
    assert.deepEqual(reversed.group.translateRanks([0, 3], group), [3, 0])
    reversed.free()
  },

  'compare() tells the same communicator, the same ranks, their order, and others': () => {
    const copy = world.dup()
    const reversed = world.split({ color: 0, key: -rank })!
    const half = world.split({ color: rank % 2 })!
    assert.equal(world.compare(world), IDENT)
    assert.equal(world.compare(copy), CONGRUENT)
    assert.equal(copy.compare(reversed), SIMILAR)
    assert.equal(half.compare(world), UNEQUAL)
    assert.equal(
      codeOf(() => world.compare(group as unknown as Communicator)),
      'ERR_COMM',
    )
    copy.free()
    assert.equal(
      codeOf(() => world.compare(copy)),
      'ERR_COMM_FREED',
    )
    assert.equal(
      codeOf(() => copy.group),
      'ERR_COMM_FREED',
    )
    reversed.free()
    half.free()
  },

  'self is this rank alone': () => {
    assert.deepEqual([self.rank, self.size, self.group.members], [0, 1, [rank]])
    self.send('to me', { dest: 0 })
    assert.equal(world.iprobe(), null)
    assert.equal(self.recv(), 'to me')
    assert.equal(self.allreduce(rank), rank)
    const copy = self.dup()
    check(copy, self.group)
    copy.free()
    assert.equal(
      codeOf(() => self.free()),
      'ERR_COMM_WORLD',
    )
  },

  'name is what was set, and known for those that are always there': () => {
    assert.deepEqual([world.name, self.name], ['world', 'self'])
    const copy = world.dup()
    assert.equal(copy.name, '')
    copy.name = 'copy'
    assert.deepEqual([copy.name, copy.dup().name], ['copy', ''])
    assert.throws(
      () => {
        copy.name = 1 as unknown as string
      },
      { name: 'TypeError', code: 'ERR_NAME' },
    )
    copy.free()
  },

  'splitType() puts all ranks of a machine together, by key': () => {
    const node = world.splitType({ type: COMM_TYPE_SHARED, key: -rank })!
    check(node, group.incl([3, 2, 1, 0]))
    const some = world.splitType({ type: rank === 2 ? undefined : COMM_TYPE_SHARED })
    if (rank === 2) assert.equal(some, null)
    else check(some!, group.excl([2]))
    assert.equal(
      codeOf(() => world.splitType({ type: 'numa' as typeof COMM_TYPE_SHARED })),
      'ERR_SPLIT_TYPE',
    )
    node.free()
    some?.free()
  },

  'create() makes a communicator of a group, and null for the others': () => {
    for (const members of [group, group.incl([2, 0]), group.incl([3]), group.rangeIncl([[3, 1, -1]])]) {
      const made = world.create(members)
      if (members.rank === undefined) assert.equal(made, null)
      else check(made!, members)
      made?.free()
    }
    assert.equal(world.create(GROUP_EMPTY), null)
  },

  'create() makes communicators of several groups at once': () => {
    const own = rank < 3 ? group.incl([2, 1, 0]) : group.incl([3])
    const made = world.create(own)!
    check(made, own)
    const pairs = world.create(rank === 1 ? GROUP_EMPTY : group.incl([3, 2, 0]))
    if (rank !== 1) check(pairs!, group.incl([3, 2, 0]))
    made.free()
    pairs?.free()
  },

  'create() and createGroup() in a part take groups of the world, as far as these are of the part': () => {
    const half = world.split({ color: rank % 2, key: -rank })!
    const lower = group.incl([rank % 2])
    const made = half.create(lower)
    if (rank < 2) check(made!, lower)
    else assert.equal(made, null)
    const again = half.createGroup(half.group.incl([1, 0]))!
    check(again, group.incl(rank % 2 === 0 ? [0, 2] : [1, 3]))
    for (const call of [() => half.create(group), () => half.createGroup(group)])
      assert.equal(codeOf(call), 'ERR_GROUP')
    half.free()
    made?.free()
    again.free()
  },

  'create() tells all members when they do not give the same group': () => {
    const others = rank === 1 ? group.incl([1, 0, 2]) : group.incl([0, 1, 2])
    assert.equal(
      codeOf(() => world.create(rank === 3 ? GROUP_EMPTY : others)),
      rank === 3 ? 'none' : 'ERR_COLLECTIVE_MISMATCH',
    )
    assert.equal(
      codeOf(() => world.create(rank === 0 ? GROUP_EMPTY : group.incl([0, 2]))),
      rank === 2 ? 'ERR_COLLECTIVE_MISMATCH' : 'none',
    )
    check(world.create(group)!, group)
  },

  'createGroup() is a matter of the members, while the others do something else': () => {
    const members = group.incl([3, 1])
    if (members.rank === undefined) {
      const pair = world.createGroup(group.incl([0, 2]))!
      check(pair, group.incl([0, 2]))
      pair.free()
      world.send('busy', { dest: 3 - rank, tag: 0 })
    } else {
      // A program's messages, collectives under way and the agreement do not meet, whatever their tags.
      const anything = world.irecv()
      const barrier = world.ibarrier()
      const made = world.createGroup(members, { tag: 0 })!
      check(made, members)
      made.free()
      assert.equal(anything.wait(), 'busy')
      barrier.wait()
    }
    if (members.rank === undefined) world.barrier()
  },

  'createGroup() returns null at once to a rank that is no member': () => {
    if (rank === 2) assert.equal(world.createGroup(group.incl([0, 1])), null)
    assert.equal(world.createGroup(GROUP_EMPTY), null)
  },

  'createGroup() with tags is told apart when ranks are late': () => {
    // Rank 1 makes the second one first with rank 2, while rank 0 waits in the first.
    const first = () => world.createGroup(group.incl([0, 1]), { tag: 1 })!
    const second = () => world.createGroup(group.incl([1, 2]), { tag: 2 })!
    if (rank === 0) check(first(), group.incl([0, 1]))
    if (rank === 2) check(second(), group.incl([1, 2]))
    if (rank === 1) {
      const late = second()
      check(late, group.incl([1, 2]))
      const early = first()
      check(early, group.incl([0, 1]))
      assert.equal(late.compare(early), UNEQUAL)
    }
  },

  'createGroup() tells all members when they do not give the same group': () => {
    const members = rank === 1 ? group.incl([2, 1, 0]) : group.incl([0, 1, 2])
    assert.equal(
      codeOf(() => world.createGroup(members)),
      rank === 3 ? 'none' : 'ERR_COLLECTIVE_MISMATCH',
    )
    check(world.createGroup(group)!, group)
  },

  'random groups made in one way and the other have messages of their own': () => {
    const kept: { made: Communicator; members: Group }[] = []
    for (let round = 0; round < 300; round++) {
      const members = randomGroup()
      const parent = random(2) === 0 ? world : (kept.find((one) => one.members.size === size)?.made ?? world)
      const made = random(2) === 0 ? parent.create(members) : parent.createGroup(members, { tag: random(5) })
      const freed = random(3) > 0
      if (made === null) assert.equal(members.rank, undefined)
      else {
        check(made, members)
        if (freed) made.free()
        else kept.push({ made, members })
      }
    }
    for (const { made, members } of kept) {
      check(made, members)
    }
  },

  'create() and createGroup() refuse what means nothing, before anything is sent': () => {
    for (const call of [
      () => world.create([0] as unknown as Group),
      () => world.createGroup(undefined as unknown as Group),
    ]) {
      assert.equal(codeOf(call), 'ERR_GROUP')
    }
    assert.equal(
      codeOf(() => world.createGroup(group, { tag: -1 })),
      'ERR_TAG',
    )
    const copy = world.dup()
    copy.free()
    for (const call of [() => copy.create(group), () => copy.createGroup(group)]) {
      assert.equal(codeOf(call), 'ERR_COMM_FREED')
    }
  },
})
