/** What messages between ranks mean. For 2 ranks or more; ranks from 2 on only watch. */
import assert from 'node:assert/strict'
import { ANY_SOURCE, ANY_TAG, alloc, Status, TAG_UB, world } from '../../../src/mpi/index.ts'
import { codeOf, detach, fill, isFilled, runCases } from './cases.ts'

const { rank, size } = world
const sending = rank === 0
const receiving = rank === 1
/** In the slot, in the ring, pulled in one piece, pulled by both, and long. */
const LENGTHS = [0, 5, 32, 33, 3000, 8192, 8193, 32_767, 32_768, 100_000, 1_000_003]

await runCases({
  'messages of all lengths arrive in order, however they are sent': () => {
    const ways = ['send', 'ssend', 'isend', 'issend'] as const
    let tag = 0
    for (const length of LENGTHS) {
      for (const way of ways) {
        for (const memory of [new Uint8Array(length), alloc(Uint8Array, length)]) {
          tag++
          if (sending) {
            const request = world[way](fill(memory, tag), { dest: 1, tag })
            request?.wait()
          } else if (receiving) {
            const status = world.recv(memory, { source: 0 })
            assert.deepEqual([status.source, status.tag, status.bytes, status.count], [0, tag, length, length])
            assert.ok(isFilled(memory, tag), `${length} bytes by ${way}`)
          }
        }
      }
    }
  },

  'messages of one rank do not overtake each other, whatever their lengths': () => {
    const lengths = [10, 100_000, 0, 9000, 33, 50_000, 8192, 8193, 1]
    if (sending) {
      const requests = lengths.map((length, index) =>
        world.isend(fill(new Uint8Array(length), index), { dest: 1, tag: 7 }),
      )
      for (const request of requests) request.wait()
    } else if (receiving) {
      const into = new Uint8Array(100_000)
      for (const [index, length] of lengths.entries()) {
        assert.equal(world.recv(into, { source: ANY_SOURCE, tag: ANY_TAG }).bytes, length)
        assert.ok(isFilled(into.subarray(0, length), index))
      }
    }
  },

  'messages are received in the reverse of their order by tag': () => {
    const count = 40
    for (const length of [8, 20_000]) {
      if (sending) {
        const requests = Array.from({ length: count }, (_, tag) =>
          world.isend(fill(new Uint8Array(length), tag), { dest: 1, tag }),
        )
        for (const request of requests) request.wait()
      } else if (receiving) {
        for (let tag = count - 1; tag >= 0; tag--) {
          const into = new Uint8Array(length)
          world.recv(into, { source: 0, tag })
          assert.ok(isFilled(into, tag))
        }
      }
    }
  },

  'receives match in the order in which they were posted, wildcards and others': () => {
    if (receiving) {
      const requests = [
        world.irecv({ source: 0, tag: 3 }),
        world.irecv({ source: ANY_SOURCE, tag: ANY_TAG }),
        world.irecv({ source: 0, tag: ANY_TAG }),
        world.irecv({ source: ANY_SOURCE, tag: 3 }),
      ]
      world.send('ready', { dest: 0 })
      assert.deepEqual(
        requests.map((request) => request.wait()),
        ['b', 'a', 'c', 'd'],
      )
    } else if (sending) {
      world.recv({ source: 1 })
      for (const [text, tag] of [
        ['a', 1],
        ['b', 3],
        ['c', 3],
        ['d', 3],
      ] as const) {
        world.send(text, { dest: 1, tag })
      }
    }
  },

  'tags from 0 to TAG_UB are kept apart': () => {
    const tags = [0, 1, 255, 65_536, TAG_UB - 1, TAG_UB]
    if (sending) for (const tag of tags) world.send(Float64Array.of(tag), { dest: 1, tag })
    if (receiving) {
      for (const tag of tags.toReversed()) {
        const into = new Float64Array(1)
        assert.equal(world.recv(into, { source: 0, tag }).tag, tag)
        assert.equal(into[0], tag)
      }
    }
  },

  'any source takes from all, and tells whom': () => {
    const each = 5
    if (sending) {
      const next = new Array(size).fill(0)
      const status = new Status()
      for (let i = 0; i < (size - 1) * each; i++) {
        const into = new Int32Array(2)
        world.recv(into, { source: ANY_SOURCE, tag: 2, status })
        assert.deepEqual([...into], [status.source, next[status.source]++])
      }
      assert.deepEqual(next.slice(1), new Array(size - 1).fill(each))
    } else {
      for (let i = 0; i < each; i++) world.send(Int32Array.of(rank, i), { dest: 0, tag: 2 })
    }
  },

  'a message that is too long writes nothing, its sender is done, and the next one is fine': () => {
    for (const length of LENGTHS.filter((length) => length > 0)) {
      for (const make of [(n: number) => new Uint8Array(n), (n: number) => alloc(Uint8Array, n)]) {
        if (sending) {
          world.ssend(fill(make(length), 1), { dest: 1 })
          world.send(fill(make(length), 2), { dest: 1 })
        } else if (receiving) {
          const whole = make(length + 200).fill(0x5a)
          const short = whole.subarray(100, 99 + length)
          assert.equal(
            codeOf(() => world.recv(short, { source: 0 })),
            'ERR_TRUNCATED',
          )
          assert.ok(
            whole.every((byte) => byte === 0x5a),
            `${length} bytes`,
          )
          const right = whole.subarray(100, 100 + length)
          assert.equal(world.recv(right, { source: 0 }).bytes, length)
          assert.ok(isFilled(right, 2))
          assert.ok([...whole.subarray(0, 100), ...whole.subarray(100 + length)].every((byte) => byte === 0x5a))
        }
      }
    }
  },

  'a short message that is too long for a waiting receive writes nothing': () => {
    for (const length of [1, 5, 33, 8192]) {
      if (sending) {
        world.recv({ source: 1 })
        world.send(fill(new Uint8Array(length), 1), { dest: 1, tag: 1 })
        world.send(fill(new Uint8Array(length), 2), { dest: 1, tag: 1 })
      } else if (receiving) {
        world.send('ready', { dest: 0 })
        const whole = new Uint8Array(length + 99).fill(0x5a)
        assert.equal(
          codeOf(() => world.recv(whole.subarray(50, 49 + length), { source: 0, tag: 1 })),
          'ERR_TRUNCATED',
        )
        assert.ok(whole.every((byte) => byte === 0x5a))
        const right = whole.subarray(50, 50 + length)
        world.recv(right, { source: 0, tag: 1 })
        assert.ok(isFilled(right, 2))
      }
    }
  },

  'a blocking receive comes after those that were posted before it, and after messages that came before': () => {
    const numbers = [1, 2, 3, 4]
    if (sending) {
      world.recv({ source: 1 })
      for (const number of numbers) world.send(Float64Array.of(number), { dest: 1, tag: 6 })
    } else if (receiving) {
      const [first, second] = [new Float64Array(1), new Float64Array(1)]
      const posted = [world.irecv(first, { source: 0, tag: 6 }), world.irecv(second, { tag: 6 })]
      world.send('ready', { dest: 0 })
      const into = new Float64Array(1)
      world.recv(into, { source: 0, tag: 6 })
      for (const request of posted) assert.equal(request.test(), true)
      assert.deepEqual([first[0], second[0], into[0]], [1, 2, 3])
      world.probe({ source: 0, tag: 6 })
      world.recv(into, { source: 0 })
      assert.equal(into[0], 4)
    }
  },

  'a longer buffer is filled at its beginning only': () => {
    for (const length of LENGTHS) {
      if (sending) world.send(fill(new Uint8Array(length), 3), { dest: 1 })
      if (receiving) {
        const into = alloc(Uint8Array, length + 1000).fill(0x5a)
        assert.equal(world.recv(into).bytes, length)
        assert.ok(isFilled(into.subarray(0, length), 3))
        assert.ok(into.subarray(length).every((byte) => byte === 0x5a))
      }
    }
  },

  'parts of larger arrays travel, from and to any offset': () => {
    const from = fill(alloc(Uint8Array, 300_000), 9)
    const ordinary = fill(Buffer.alloc(300_000), 9)
    for (const [offset, length] of [
      [1, 9000],
      [4095, 40_001],
      [12_345, 280_000],
      [299_999, 1],
    ]) {
      for (const source of [from, ordinary]) {
        if (sending) world.send(source.subarray(offset, offset + length), { dest: 1 })
        if (receiving) {
          for (const into of [alloc(Uint8Array, length + 64)]) {
            world.recv(into.subarray(7, 7 + length), { source: 0 })
            assert.equal(Buffer.compare(into.subarray(7, 7 + length), source.subarray(offset, offset + length)), 0)
            assert.ok(into.subarray(0, 7).every((byte) => byte === 0))
          }
        }
      }
    }
  },

  'ssend() ends when its message is matched, and not before': () => {
    for (const length of [0, 10, 20_000]) {
      if (sending) {
        const request = world.issend(new Uint8Array(length), { dest: 1, tag: 1 })
        // The receiver has said something after the message came to it, and has not received it.
        world.recv({ source: 1, tag: 2 })
        assert.equal(request.test(), false)
        world.send('go', { dest: 1, tag: 3 })
        request.wait()
      } else if (receiving) {
        world.probe({ source: 0, tag: 1 })
        world.send('it is here', { dest: 0, tag: 2 })
        world.recv({ source: 0, tag: 3 })
        world.recv(new Uint8Array(length), { source: 0, tag: 1 })
      }
    }
  },

  'send() of a short message is done before anybody receives it': () => {
    const partner = 1 - rank
    if (rank > 1) return
    for (let i = 0; i < 50; i++) world.send(new Uint8Array(1000).fill(i), { dest: partner })
    for (let i = 0; i < 50; i++) assert.equal((world.recv({ source: partner }) as Uint8Array)[999], i)
  },

  'sendrecv() and sendrecvReplace() pass on around a ring': () => {
    const [next, previous] = [(rank + 1) % size, (rank - 1 + size) % size]
    for (const length of LENGTHS) {
      for (const make of [(n: number) => new Uint8Array(n), (n: number) => alloc(Uint8Array, n)]) {
        const into = make(length)
        const status = world.sendrecv({ send: fill(make(length), rank), dest: next, recv: into, source: previous })
        assert.deepEqual([status.source, status.bytes], [previous, length])
        assert.ok(isFilled(into, previous))
        world.sendrecvReplace(into, { dest: next, source: previous })
        assert.ok(isFilled(into, (rank - 2 + 2 * size) % size))
      }
    }
    assert.deepEqual(world.sendrecv({ send: { from: rank }, dest: next, source: previous }), { from: previous })
  },

  'probe() and iprobe() see a message before it is received, mprobe() and improbe() take it': () => {
    for (const length of [24, 80_000]) {
      if (sending) {
        for (const tag of [1, 2, 3, 4]) world.isend(new Float64Array(length / 8).fill(tag), { dest: 1, tag })
        world.recv({ source: 1 })
      } else if (receiving) {
        const seen = world.probe({ source: 0, tag: 2 })
        assert.deepEqual([seen.source, seen.tag, seen.bytes, seen.count], [0, 2, length, length / 8])
        assert.equal(world.iprobe({ source: 0, tag: 2 })!.bytes, length)
        assert.equal(world.iprobe({ source: 0, tag: 9 }), null)
        const [third, first] = [world.mprobe({ tag: 3 }), world.mprobe({ tag: ANY_TAG })]
        assert.equal(world.iprobe({ tag: 3 }), null)
        assert.equal(world.iprobe({ tag: 1 }), null)
        assert.deepEqual([first.status.tag, third.status.tag], [1, 3])
        let fourth = world.improbe({ tag: 4 })
        while (fourth === null) fourth = world.improbe({ tag: 4 })
        assert.equal((world.recv() as Float64Array)[0], 2)
        const into = new Float64Array(length / 8)
        assert.equal(third.recv(into).count, length / 8)
        assert.ok(into.every((value) => value === 3))
        assert.equal((first.recv() as Float64Array).at(-1), 1)
        assert.equal(fourth.irecv(into).wait().tag, 4)
        world.send('all are here', { dest: 0 })
      }
    }
  },

  'a rank sends to itself as to others': () => {
    for (const length of LENGTHS) {
      const request = world.irecv(alloc(Uint8Array, length), { source: rank })
      world.ssend(new Uint8Array(length), { dest: rank })
      assert.equal(request.wait().source, rank)
    }
    assert.equal(
      codeOf(() => world.ssend('to nobody', { dest: rank, tag: 5 })),
      'ERR_DEADLOCK',
    )
    assert.equal(world.recv({ source: rank, tag: 5 }), 'to nobody')
    assert.equal(
      codeOf(() => world.recv({ source: rank })),
      'ERR_DEADLOCK',
    )
  },

  'a buffer that goes away while it is sent is an error of the send': () => {
    if (sending) {
      const gone = new Uint8Array(100_000)
      const request = world.isend(gone, { dest: 1 })
      detach(gone)
      world.send('received?', { dest: 1, tag: 9 })
      assert.equal(
        codeOf(() => request.wait()),
        'ERR_DETACHED',
      )
    } else if (receiving) {
      world.recv({ source: 0, tag: 9 })
      codeOf(() => world.recv(new Uint8Array(100_000), { source: 0 }))
    }
  },

  'the event loop turns while messages are awaited': async () => {
    if (sending) {
      assert.equal(await world.irecv({ source: 1, tag: 1 }), 'the timer of rank 1 has fired')
      const awaited = Array.from({ length: 100 }, (_, tag) => world.irecv({ source: 1, tag }))
      world.send('all are awaited', { dest: 1 })
      const values = await Promise.all(awaited)
      assert.deepEqual(
        values,
        values.map((_, tag) => tag),
      )
    } else if (receiving) {
      // Only a timer can end this: the other rank sends nothing before it has heard of it.
      const request = world.irecv({ source: 0 })
      setTimeout(() => world.send('the timer of rank 1 has fired', { dest: 0, tag: 1 }), 20)
      assert.equal(await request, 'all are awaited')
      const requests = Array.from({ length: 100 }, (_, tag) => world.isend(99 - tag, { dest: 0, tag: 99 - tag }))
      await Promise.all(requests)
    }
  },

  'large sends are awaited, and blocking calls in between do not lose them': async () => {
    const partner = 1 - rank
    if (rank > 1) return
    const large = fill(new Uint8Array(500_000), rank)
    const into = new Uint8Array(500_000)
    const [sent, received] = [
      world.isend(large, { dest: partner, tag: 1 }),
      world.irecv(into, { source: partner, tag: 1 }),
    ]
    const both = Promise.all([sent, received])
    for (let i = 0; i < 20; i++) {
      world.send(i, { dest: partner, tag: 2 })
      assert.equal(world.recv({ source: partner, tag: 2 }), i)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await both
    assert.ok(isFilled(into, partner))
  },
})
