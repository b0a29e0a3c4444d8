/** Two groups of ranks that talk with each other. For 5 ranks. */
import assert from 'node:assert/strict'
import {
  ANY_SOURCE,
  alloc,
  CONGRUENT,
  createFromGroup,
  IDENT,
  Intercommunicator,
  intercommCreateFromGroups,
  type Keyval,
  MAX,
  type Op,
  PROC_NULL,
  ROOT,
  SIMILAR,
  Status,
  self,
  UNEQUAL,
  waitAll,
  world,
} from '../../../src/mpi/index.ts'
import { codeOf, runCases } from './cases.ts'

const { rank, size } = world
/** Ranks 0, 2 and 4, the last one first, and ranks 1 and 3. */
const isEven = rank % 2 === 0
const groups = [
  [4, 2, 0],
  [1, 3],
]
const [ours, theirs] = isEven ? groups : groups.toReversed()
const part = world.split({ color: rank % 2, key: isEven ? -rank : rank })!
/** Both ways round, and with leaders other than the first ranks. */
const inter = part.intercommCreate(
  isEven
    ? { localLeader: 2, peer: world, remoteLeader: 3, tag: 7 }
    : { localLeader: 1, peer: world, remoteLeader: 0, tag: 7 },
)

/** The root's argument on this rank, where rank `root` of the even or odd group is the root. */
function rootFor(evenIsRoot: boolean, root: number): number {
  if (isEven !== evenIsRoot) return root
  return inter.rank === root ? ROOT : PROC_NULL
}

/** Calls `check` for every rank of both groups as root. */
async function forEachRoot(check: (root: number, rootsRank: number, isRoots: boolean) => unknown): Promise<void> {
  for (const evenIsRoot of [true, false]) {
    const group = groups[evenIsRoot ? 0 : 1]
    for (const [root, rootsRank] of group.entries())
      await check(rootFor(evenIsRoot, root), rootsRank, isEven === evenIsRoot)
  }
}

const sumOf = (ranks: readonly number[]) => ranks.reduce((sum, each) => sum + each)

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

  'barrier() waits for both groups': async () => {
    inter.barrier()
    await inter.ibarrier()
  },

  'bcast() from each rank of both groups': async () => {
    await forEachRoot(async (root, rootsRank, isRoots) => {
      const value = root === ROOT ? { from: rank } : undefined
      for (const got of [inter.bcast(value, { root }), await inter.ibcast(value, { root })]) {
        assert.deepEqual(got, isRoots ? value : { from: rootsRank })
      }
      const buffer = alloc(Int32Array, 5000).fill(root === ROOT ? rank : -1)
      inter.bcast(buffer, { root })
      assert.ok(buffer.every((each) => each === (isRoots ? (root === ROOT ? rank : -1) : rootsRank)))
    })
  },

  'gather() and gatherv() to each rank of both groups': async () => {
    await forEachRoot(async (root) => {
      const isRoot = root === ROOT
      assert.deepEqual(inter.gather(`rank ${rank}`, { root }), isRoot ? theirs.map((r) => `rank ${r}`) : undefined)
      const recv = new Int32Array(2 * theirs.length)
      const got = await inter.igather(Int32Array.of(rank, rank), { root, recv })
      if (isRoot)
        assert.deepEqual(
          [...got!],
          theirs.flatMap((r) => [r, r]),
        )
      else assert.equal(got, undefined)
      const counts = theirs.map((_, index) => index + 1)
      const parts = new Int32Array(sumOf(counts))
      inter.gatherv(new Int32Array(inter.rank + 1).fill(rank), isRoot ? { root, recv: parts, counts } : { root })
      if (isRoot)
        assert.deepEqual(
          [...parts],
          theirs.flatMap((r, index) => new Array(index + 1).fill(r)),
        )
    })
  },

  'scatter() and scatterv() from each rank of both groups': async () => {
    await forEachRoot(async (root, rootsRank, isRoots) => {
      const isRoot = root === ROOT
      const values = isRoot ? theirs.map((r) => [rank, r]) : undefined
      for (const got of [inter.scatter(values, { root }), await inter.iscatter(values, { root })]) {
        assert.deepEqual(got, isRoots ? undefined : [rootsRank, rank])
      }
      const recv = new Int32Array(2)
      inter.scatter(isRoot ? Int32Array.from(theirs.flatMap((r) => [rank, r])) : undefined, { root, recv })
      if (!isRoots) assert.deepEqual([...recv], [rootsRank, rank])
      const counts = theirs.map((_, index) => index + 1)
      const parts = isRoot ? Int32Array.from(theirs.flatMap((r, index) => new Array(index + 1).fill(r))) : undefined
      const into = new Int32Array(inter.rank + 1)
      inter.scatterv(parts, { root, recv: into, ...(isRoot ? { counts } : {}) })
      if (!isRoots) assert.ok(into.every((each) => each === rank))
    })
  },

  'allgather() and allgatherv() bring what the other group has': async () => {
    assert.deepEqual(inter.allgather(rank), theirs)
    const recv = new Int32Array(2 * theirs.length)
    await inter.iallgather(Int32Array.of(rank, rank + 1), { recv })
    assert.deepEqual(
      [...recv],
      theirs.flatMap((r) => [r, r + 1]),
    )
    const counts = theirs.map((_, index) => index + 1)
    const parts = new Int32Array(sumOf(counts))
    inter.allgatherv(new Int32Array(inter.rank + 1).fill(rank), { recv: parts, counts })
    assert.deepEqual(
      [...parts],
      theirs.flatMap((r, index) => new Array(index + 1).fill(r)),
    )
  },

  'alltoall(), alltoallv() and alltoallw() swap parts with the other group': async () => {
    const expected = theirs.map((r) => 10 * r + rank)
    const sent = theirs.map((r) => 10 * rank + r)
    assert.deepEqual(inter.alltoall(sent), expected)
    const recv = new Int32Array(theirs.length)
    await inter.ialltoall(Int32Array.from(sent), { recv })
    assert.deepEqual([...recv], expected)
    const sendCounts = theirs.map((_, index) => index + 1)
    const recvCounts = theirs.map(() => inter.rank + 1)
    const parts = new Int32Array(sumOf(recvCounts))
    const whole = Int32Array.from(theirs.flatMap((r, index) => new Array(index + 1).fill(10 * rank + r)))
    inter.alltoallv(whole, { sendCounts, recv: parts, recvCounts })
    assert.deepEqual(
      [...parts],
      expected.flatMap((each) => new Array(inter.rank + 1).fill(each)),
    )
    const recvs = theirs.map(() => new Int32Array(1))
    inter.alltoallw(
      sent.map((each) => Int32Array.of(each)),
      { recvs },
    )
    assert.deepEqual(
      recvs.map(([each]) => each),
      expected,
    )
  },

  'reduce() combines one group for each rank of the other': async () => {
    await forEachRoot(async (root) => {
      const isRoot = root === ROOT
      for (const length of [1, 5, 40_000]) {
        const own = alloc(Float64Array, length).fill(rank)
        const recv = alloc(Float64Array, length)
        const got = inter.reduce(own, isRoot ? { root, recv } : { root })
        if (isRoot) assert.ok(got!.every((each) => each === sumOf(theirs)))
        else assert.equal(got, undefined)
        assert.ok(own.every((each) => each === rank))
      }
      assert.equal(await inter.ireduce(rank, { root, op: MAX }), isRoot ? Math.max(...theirs) : undefined)
    })
  },

  'allreduce() gives each group what the other one combines, in the order of its ranks': async () => {
    assert.equal(inter.allreduce(rank), sumOf(theirs))
    for (const length of [3, 40_000]) {
      const own = alloc(Int32Array, length).fill(rank)
      const recv = alloc(Int32Array, length)
      assert.ok((await inter.iallreduce(own, { recv })).every((each) => each === sumOf(theirs)))
      assert.ok(inter.allreduce(own).every((each) => each === sumOf(theirs)))
    }
    const digits: Op = {
      name: 'digits',
      commutative: false,
      apply(inout, operand) {
        for (let i = 0; i < inout.length; i++) {
          const [low, high] = [Number(inout[i]), Number(operand[i])]
          inout[i] = high * 10 ** String(low).length + low
        }
      },
    }
    assert.equal(inter.allreduce(rank + 1, { op: digits }), Number(theirs.map((r) => r + 1).join('')))
  },

  'reduceScatter() and reduceScatterBlock() divide what the other group combines': async () => {
    const own = new Int32Array(6).fill(rank + 1)
    const expected = sumOf(theirs) + theirs.length
    const counts = isEven ? [1, 2, 3] : [4, 2]
    const mine = inter.reduceScatter(own, { counts, recv: new Int32Array(counts[inter.rank]) })
    assert.deepEqual([...mine], new Array(counts[inter.rank]).fill(expected))
    const equal = await inter.ireduceScatterBlock(own)
    assert.deepEqual([...equal], new Array(6 / inter.size).fill(expected))
  },

  'scan() and exscan() mean nothing here': () => {
    for (const action of [() => inter.scan(1), () => inter.exscan(1)]) assert.equal(codeOf(action), 'ERR_INTERCOMM')
  },

  'many collectives are under way at once, and end in any order': async () => {
    const rounds = Array.from({ length: 20 }, (_, round) => round)
    const requests = rounds.map(
      (round) => [inter.iallreduce(round), inter.iallgather(round), inter.ibarrier()] as const,
    )
    for (const round of rounds.toReversed()) {
      const [sum, all, barrier] = requests[round]
      await barrier
      assert.equal(await sum, round * theirs.length)
      assert.deepEqual(
        await all,
        theirs.map(() => round),
      )
    }
  },

  'collectives can be persistent': () => {
    const own = Int32Array.of(0)
    using sum = inter.allreduceInit(own, { recv: new Int32Array(1) })
    using letter = inter.sendInit(own, { dest: 0, tag: 4 })
    for (let round = 1; round < 4; round++) {
      own[0] = round
      const [result] = sum.start().wait()
      assert.equal(result, round * theirs.length)
      letter.start()
      if (inter.rank === 0)
        for (const source of theirs.keys()) assert.deepEqual(inter.recv({ source }), Int32Array.of(round))
      letter.wait()
    }
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

  'a rank whose op throws fails both groups': () => {
    const comm = inter.dup()
    const op: Op = {
      name: 'never',
      commutative: true,
      apply() {
        throw new Error('never')
      },
    }
    const code = codeOf(() => comm.allreduce(rank, { op }))
    assert.notEqual(code, 'none')
    inter.barrier()
  },
})
