import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Channel } from '../../src/mpi/channel.ts'
import { ANY_SOURCE, ANY_TAG } from '../../src/mpi/constants.ts'
import { Port } from '../../src/mpi/port.ts'
import { LocalJob } from '../transport/local-job.ts'

const CONTEXT = 8

/** Both ends of a channel, in this process. */
function channelsOf(job: LocalJob): Channel[] {
  return job.ranks.map(({ transport }) => new Channel(new Port(transport), CONTEXT, [0, 1], transport.rank))
}

test('Channel.receiveShort() takes a message that lies in the lane', () => {
  using job = new LocalJob(2)
  const [receiver, sender] = channelsOf(job)
  sender.start(Uint8Array.of(5), 0, 3)
  const into = new Uint8Array(2)
  assert.equal(receiver.receiveShort(into, 1, ANY_TAG), 1)
  assert.deepEqual([into[0], receiver.shortTag], [5, 3])
})

test('Channel.receiveShort() leaves it to a receive that was posted before, and comes after messages that came before', () => {
  using job = new LocalJob(2)
  const [receiver, sender] = channelsOf(job)
  const first = receiver.post(new Uint8Array(1), ANY_SOURCE, ANY_TAG)
  for (const number of [1, 2, 3]) sender.start(Uint8Array.of(number), 0, 3)
  const into = new Uint8Array(1)
  assert.equal(receiver.receiveShort(into, 1, 3), -1)
  job.settle()
  assert.deepEqual([...first.payload], [1])
  sender.start(Uint8Array.of(4), 0, 3)
  // Two have come and wait in the queue, one still lies in the lane.
  assert.equal(receiver.receiveShort(into, 1, 3), -1)
  const numbers = [2, 3, 4].map(() => [...receiver.receive(into, 1, 3).payload])
  assert.deepEqual(numbers, [[2], [3], [4]])
})

test('Channel.receiveShort() does not take messages from anybody, nor from a rank itself', () => {
  using job = new LocalJob(2)
  const [receiver, sender] = channelsOf(job)
  sender.start(Uint8Array.of(1), 0, 3)
  assert.equal(receiver.receiveShort(new Uint8Array(1), ANY_SOURCE, 3), -1)
  receiver.start(Uint8Array.of(2), 0, 4)
  assert.equal(receiver.receiveShort(new Uint8Array(1), 0, 4), -1)
  assert.deepEqual([...receiver.receive(new Uint8Array(1), 0, 4).payload], [2])
  assert.deepEqual([...receiver.receive(new Uint8Array(1), ANY_SOURCE, ANY_TAG).payload], [1])
})

test('Channel names ranks as its communicator does', () => {
  using job = new LocalJob(3)
  const members = [2, 0]
  const [receiver, , sender] = job.ranks.map(
    ({ transport }) => new Channel(new Port(transport), CONTEXT, members, members.indexOf(transport.rank)),
  )
  assert.deepEqual([receiver.rank, sender.rank, receiver.size], [1, 0, 2])
  sender.start(Uint8Array.of(9), 1, 0)
  const receive = receiver.receive(null, 0, 0)
  assert.deepEqual(
    [receive.from, receiver.rankOf(receive.from), receiver.worldRank(0), receiver.worldRank(ANY_SOURCE)],
    [2, 0, 2, ANY_SOURCE],
  )
  assert.deepEqual([...receive.payload], [9])
})
