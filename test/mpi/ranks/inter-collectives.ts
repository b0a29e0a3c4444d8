/** Collectives between two groups of ranks. For 5 ranks. */
import assert from 'node:assert/strict'
import { alloc, MAX, type Op, ROOT } from '../../../src/mpi/index.ts'
import { codeOf, runCases } from './cases.ts'
import { forEachRoot, inter, isEven, rank, sumOf, theirs } from './two-groups.ts'

await runCases({
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
