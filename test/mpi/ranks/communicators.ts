/** Communicators made of others. For 4 ranks. */
import assert from 'node:assert/strict'
import { ANY_SOURCE, ANY_TAG, type Communicator, Status, world } from '../../../src/mpi/index.ts'
import { codeOf, runCases } from './cases.ts'

const { rank, size } = world

/** Each rank's place in the world, by its place in a communicator. */
function membersOf(communicator: Communicator): number[] {
  const members: number[] = []
  for (let source = 0; source < communicator.size; source++) {
    const request = communicator.irecv({ source })
    if (source === communicator.rank) {
      for (let dest = 0; dest < communicator.size; dest++) communicator.send(rank, { dest })
    }
    members[source] = request.wait() as number
  }
  return members
}

await runCases({
  'dup() has the same ranks, and messages of its own': () => {
    const copy = world.dup()
    assert.deepEqual([copy.rank, copy.size], [rank, size])
    const [next, previous] = [(rank + 1) % size, (rank + size - 1) % size]
    world.send('of the world', { dest: next, tag: 1 })
    copy.send('of the copy', { dest: next, tag: 1 })
    world.send('of the world again', { dest: next, tag: 1 })
    assert.equal(copy.recv({ source: ANY_SOURCE, tag: ANY_TAG }), 'of the copy')
    assert.equal(copy.iprobe(), null)
    assert.equal(world.recv({ source: previous, tag: 1 }), 'of the world')
    assert.equal(world.recv({ source: previous, tag: 1 }), 'of the world again')
    copy.free()
  },

  'short messages of several communicators do not mix, received in another order than sent': () => {
    const communicators = [world, world.dup(), world.dup()]
    const partner = rank ^ 1
    const into = new Float64Array(1)
    for (const [index, communicator] of communicators.entries())
      communicator.send(Float64Array.of(index), { dest: partner })
    for (const index of [2, 0, 1]) {
      communicators[index].recv(into, { source: partner })
      assert.equal(into[0], index)
    }
    for (const communicator of communicators.slice(1)) communicator.free()
  },

  'dup() of a dup, and large messages in both, do not mix': () => {
    const communicators = [world, world.dup()]
    communicators.push(communicators[1].dup())
    const [next, previous] = [(rank + 1) % size, (rank + size - 1) % size]
    const requests = communicators.map((communicator, index) =>
      communicator.isend(new Uint8Array(50_000).fill(index), { dest: next }),
    )
    for (const index of [2, 0, 1]) {
      const into = new Uint8Array(50_000)
      communicators[index].recv(into, { source: previous })
      assert.ok(into.every((byte) => byte === index))
    }
    for (const request of requests) request.wait()
    for (const communicator of communicators.slice(1)) communicator.free()
  },

  'split() puts together ranks of one color, by key and then by rank': () => {
    const halves = world.split({ color: rank % 2 })!
    assert.deepEqual([halves.size, halves.rank], [2, rank >> 1])
    assert.deepEqual(membersOf(halves), rank % 2 === 0 ? [0, 2] : [1, 3])
    const reversed = world.split({ color: 0, key: -rank })!
    assert.equal(reversed.rank, size - 1 - rank)
    assert.deepEqual(membersOf(reversed), [3, 2, 1, 0])
    const same = world.split({ color: 7, key: 1.5 })!
    assert.deepEqual(membersOf(same), [0, 1, 2, 3])
    const alone = world.split({ color: rank })!
    assert.deepEqual([alone.size, alone.rank], [1, 0])
    for (const communicator of [halves, reversed, same, alone]) communicator.free()
  },

  'split() gives null to ranks without a color': () => {
    const some = world.split({ color: rank === 1 ? undefined : 5, key: rank })
    if (rank === 1) assert.equal(some, null)
    else {
      assert.deepEqual(membersOf(some!), [0, 2, 3])
      // A communicator that rank 1 has never heard of can be divided as well.
      const pair = some!.split({ color: rank === 0 ? undefined : 1 })
      if (pair !== null) assert.deepEqual(membersOf(pair), [2, 3])
    }
    assert.equal(world.split({ color: undefined }), null)
  },

  'ranks of a part are numbered within it: in statuses, probes and errors of arguments': () => {
    const pair = world.split({ color: rank >> 1, key: -rank })!
    const partner = 1 - pair.rank
    const status = new Status()
    pair.send(Float64Array.of(rank), { dest: partner, tag: 4 })
    assert.equal(pair.probe().source, partner)
    const into = new Float64Array(1)
    assert.equal(pair.recv(into, { source: ANY_SOURCE, status }).source, partner)
    assert.equal(into[0], rank ^ 1)
    pair.send('x', { dest: partner })
    assert.equal(pair.mprobe({ source: partner }).status.source, partner)
    assert.equal(
      codeOf(() => pair.send('x', { dest: 2 })),
      'ERR_RANK',
    )
    assert.equal(
      codeOf(() => pair.recv({ source: 3 })),
      'ERR_RANK',
    )
    pair.send('to me', { dest: pair.rank })
    assert.equal(pair.recv({ source: pair.rank }), 'to me')
  },

  'overlapping parts made at the same time do not mix': () => {
    // Those of the first two ranks and of the last two are made at once; then one across both.
    const half = world.split({ color: rank >> 1 })!
    const inHalf = half.dup()
    const across = world.split({ color: rank % 2 })!
    const all = [half, inHalf, across, world]
    const requests = all.map((communicator, index) =>
      communicator.isend(`${index} from ${rank}`, { dest: communicator.size - 1 - communicator.rank }),
    )
    const partners = [rank ^ 1, rank ^ 1, rank ^ 2, 3 - rank]
    for (const index of [3, 2, 1, 0]) assert.equal(all[index].recv(), `${index} from ${partners[index]}`)
    for (const request of requests) request.wait()
  },

  'a message that comes before its receiver has made the communicator waits there': () => {
    const copy = rank === 0 ? world.dup() : null
    if (rank === 0) copy!.send('early', { dest: 1 })
    if (rank !== 0) {
      const own = world.dup()
      if (rank === 1) assert.equal(own.recv({ source: 0 }), 'early')
    }
  },

  'two hundred communicators come and go': () => {
    const kept: Communicator[] = []
    for (let round = 0; round < 200; round++) {
      const made = world.split({ color: (rank + round) % 2, key: round })!
      made.send(round, { dest: 1 - made.rank, tag: 1 })
      assert.equal(made.recv({ source: 1 - made.rank }), round)
      if (round % 3 === 0) kept.push(made)
      else made.free()
    }
    for (const [index, made] of kept.entries()) made.send(index, { dest: 1 - made.rank, tag: 2 })
    for (const [index, made] of kept.toReversed().entries())
      assert.equal(made.recv({ tag: 2 }), kept.length - 1 - index)
  },

  'free() gives a communicator up: everything but what is under way fails': () => {
    const copy = world.dup()
    const partner = rank ^ 1
    const receive = copy.irecv({ source: partner })
    const into = new Uint8Array(30_000)
    const large = copy.irecv(into, { source: partner, tag: 2 })
    copy.free()
    for (const use of [
      () => copy.send(1, { dest: 0 }),
      () => copy.recv(),
      () => copy.isend(1, { dest: 0 }),
      () => copy.irecv(new Uint8Array(1)),
      () => copy.probe(),
      () => copy.iprobe(),
      () => copy.borrow(),
      () => copy.dup(),
      () => copy.split({ color: 0 }),
      () => copy.barrier(),
      () => copy.bcast(1),
      () => copy.free(),
    ]) {
      assert.equal(codeOf(use), 'ERR_COMM_FREED')
    }
    assert.equal(receive.cancel(), true)
    assert.equal(large.cancel(), true)
    assert.equal(
      codeOf(() => world.free()),
      'ERR_COMM_WORLD',
    )
  },

  'what is under way when a communicator is freed, arrives': () => {
    const copy = world.dup()
    const partner = rank ^ 1
    const into = new Uint8Array(100_000)
    const receive = copy.irecv(into, { source: partner })
    world.barrier()
    const sent = copy.isend(new Uint8Array(100_000).fill(rank + 1), { dest: partner })
    copy.free()
    receive.wait()
    sent.wait()
    assert.ok(into.every((byte) => byte === partner + 1))
  },

  'split() refuses colors and keys that mean nothing': () => {
    for (const color of [-1, 0.5, Number.NaN, 2 ** 31, '1', null] as number[]) {
      assert.equal(
        codeOf(() => world.split({ color })),
        'ERR_COLOR',
        `color ${color}`,
      )
    }
    for (const key of [Number.NaN, Number.POSITIVE_INFINITY, 'a'] as number[]) {
      assert.equal(
        codeOf(() => world.split({ color: 0, key })),
        'ERR_COLOR',
        `key ${key}`,
      )
    }
  },
})
