/** Two groups of ranks that talk with each other, and what is made of them. For 5 ranks. */
import assert from 'node:assert/strict'
import {
  ANY_SOURCE,
  CONGRUENT,
  createFromGroup,
  IDENT,
  Intercommunicator,
  intercommCreateFromGroups,
  type Keyval,
  SIMILAR,
  Status,
  self,
  UNEQUAL,
  waitAll,
  world,
} from '../../../src/mpi/index.ts'
import { codeOf, runCases } from './cases.ts'
import { inter, isEven, ours, part, rank, size, theirs } from './two-groups.ts'

await runCases({
  'rank, size and groups are those of both groups': () => {
    assert.deepEqual([inter.rank, inter.size, inter.remoteSize], [ours.indexOf(rank), ours.length, theirs.length])
    assert.deepEqual([inter.group.members, inter.remoteGroup.members], [ours, theirs])
    assert.equal(world.remoteGroup, undefined)
  },

  'messages go to the other group, and wildcards match it alone': () => {
    const requests = theirs.map((_, dest) => inter.isend({ from: rank }, { dest, tag: 3 }))
    for (const [source, member] of theirs.entries()) assert.deepEqual(inter.recv({ source, tag: 3 }), { from: member })
    waitAll(requests)
    if (rank === 4) inter.send(Float64Array.of(1, 2), { dest: 1 })
    if (rank === 3) {
      const into = new Float64Array(2)
      const status = new Status()
      inter.recv(into, { source: ANY_SOURCE, status })
      assert.deepEqual([status.source, status.count, ...into], [0, 2, 1, 2])
    }
    const code = codeOf(() => inter.send(1, { dest: theirs.length }))
    assert.equal(code, 'ERR_RANK')
  },

  'dup() and idup() have messages of their own, and attributes': async () => {
    const key: Keyval<number> = { copy: (value) => value + 1 }
    inter.setAttr(key, 1)
    const copy = inter.dup()
    assert.equal(copy.getAttr(key), 2)
    const more = waitAll([copy.idup(), copy.idup(), copy.idup()])
    for (const [index, each] of more.entries()) each.isend(index, { dest: 0 })
    if (inter.rank === 0) {
      for (const [index, each] of more.toReversed().entries()) {
        for (const source of theirs.keys()) assert.equal(each.recv({ source }), more.length - 1 - index)
      }
    }
    for (const each of more) {
      assert.deepEqual(each.allgather(rank), theirs)
      assert.equal(each.compare(inter), CONGRUENT)
      each.free()
    }
    copy.free()
    assert.equal(
      codeOf(() => copy.allgather(1)),
      'ERR_COMM_FREED',
    )
    inter.deleteAttr(key)
  },

  'compare() looks at both groups': () => {
    assert.equal(inter.compare(inter), IDENT)
    assert.equal(inter.compare(part), UNEQUAL)
    assert.equal(part.compare(inter), UNEQUAL)
    const reversed = inter.split({ color: 0, key: -inter.rank })!
    assert.equal(inter.compare(reversed), SIMILAR)
    reversed.free()
  },

  'split() divides both groups, and gives null where there is no other side': () => {
    // Ranks 2, 3 and 4; rank 0 has no other side, rank 1 no color.
    const color = rank >= 2 ? 5 : rank === 0 ? 3 : undefined
    const made = inter.split({ color, key: rank })
    if (rank < 2) assert.equal(made, null)
    else {
      assert.deepEqual(made!.group.members, isEven ? [2, 4] : [3])
      assert.deepEqual(made!.allgather(rank), isEven ? [3] : [2, 4])
      made!.free()
    }
  },

  'create() takes a part of each group': () => {
    const made = inter.create(inter.group.incl(isEven ? [2, 0] : [1]))
    if (rank === 1 || rank === 2) assert.equal(made, null)
    else {
      assert.deepEqual(made!.allgather(rank), isEven ? [3] : [0, 4])
      assert.deepEqual(made!.group.members, isEven ? [0, 4] : [3])
      made!.free()
    }
    assert.equal(inter.create(isEven ? inter.group : inter.group.incl([])), null)
  },

  'merge() makes one group of two, the low one first': () => {
    for (const [evenIsHigh, oddIsHigh, expected] of [
      [false, true, [4, 2, 0, 1, 3]],
      [true, false, [1, 3, 4, 2, 0]],
      // The leaders are the first ranks of the groups, 4 and 1.
      [true, true, [1, 3, 4, 2, 0]],
      [false, false, [1, 3, 4, 2, 0]],
    ] as const) {
      const all = inter.merge({ high: isEven ? evenIsHigh : oddIsHigh })
      assert.deepEqual([all.group.members, all.rank], [expected, (expected as readonly number[]).indexOf(rank)])
      assert.deepEqual(all.allgather(rank), expected)
      all.free()
    }
  },

  'two intercommunicators are made by the same leaders at once': () => {
    const make = (tag: number) =>
      part.intercommCreate({ localLeader: 0, peer: world, remoteLeader: isEven ? 1 : 4, tag })
    const [first, second] = [make(1), make(2)]
    first.isend('first', { dest: 0 })
    second.isend('second', { dest: 0 })
    if (inter.rank === 0) {
      for (const source of theirs.keys()) {
        assert.deepEqual([second.recv({ source }), first.recv({ source })], ['second', 'first'])
      }
    }
    first.barrier()
    first.free()
    second.free()
  },

  'an intercommunicator can be the peer of another one': () => {
    if (inter.rank !== 0) return
    const pair = self.intercommCreate({ localLeader: 0, peer: inter, remoteLeader: 0 })
    assert.deepEqual(pair.allgather(rank), [theirs[0]])
    pair.free()
  },

  'communicators are made of groups alone': () => {
    const [local, remote] = [world.group.incl(ours), world.group.incl(theirs)]
    const made = intercommCreateFromGroups({ local, localLeader: 1, remote, remoteLeader: 1, tag: 'test' })!
    assert.deepEqual(made.allgather(rank), theirs)
    made.free()
    const own = createFromGroup(local, 'test')!
    assert.deepEqual(own.allgather(rank), ours)
    own.free()
    assert.equal(
      codeOf(() => createFromGroup(local, 5 as never)),
      'ERR_TAG',
    )
  },

  'groups that share a rank are refused on all ranks': () => {
    const code = codeOf(() => world.intercommCreate({ localLeader: 0, peer: world, remoteLeader: 0 }))
    assert.equal(code, 'ERR_GROUP')
  },

  'what means nothing is refused before anything is sent': () => {
    for (const [code, action] of [
      ['ERR_RANK', () => part.intercommCreate({ localLeader: 9, peer: world, remoteLeader: 0 })],
      ['ERR_RANK', () => self.intercommCreate({ localLeader: 0, peer: world, remoteLeader: size })],
      ['ERR_COMM', () => self.intercommCreate({ localLeader: 0 })],
      ['ERR_TAG', () => self.intercommCreate({ localLeader: 0, peer: world, remoteLeader: 0, tag: -1 })],
      ['ERR_ROOT', () => inter.bcast(1, { root: 9 })],
      ['ERR_ROOT', () => inter.gather(1, { root: 9 })],
      ['ERR_COLOR', () => inter.split({ color: -1 })],
    ] as const) {
      assert.equal(codeOf(action), code, String(action))
    }
    assert.ok(inter instanceof Intercommunicator)
    assert.equal(inter.allreduce(1), theirs.length)
  },
})
