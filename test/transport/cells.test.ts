import assert from 'node:assert/strict'
import { closeSync } from 'node:fs'
import { after, test } from 'node:test'
import { Cells, chunkBytes } from '../../src/transport/cells.ts'
import { CELLS, Segment } from '../../src/transport/segment.ts'
import { randomFrom, seedOfRun } from '../attach/random.ts'

const OWNER = 1
const segment = Segment.create(2)
after(() => closeSync(segment.fd))
const cells = new Cells(segment)

/** One end of a message: claims a chunk with every step, and adds what it moved when there is none left. */
class Side {
  readonly claimed: number[] = []
  readonly #claim: () => number
  readonly #add: (moved: number) => boolean
  over = false
  wasLast = false

  constructor(claim: () => number, add: (moved: number) => boolean) {
    this.#claim = claim
    this.#add = add
  }

  step(): void {
    const chunk = this.#claim()
    if (chunk >= 0) {
      this.claimed.push(chunk)
      return
    }
    this.over = true
    this.wasLast = this.#add(this.claimed.length)
  }
}

function sides(id: number, chunks: number): { receiver: Side; sender: Side } {
  cells.reset(OWNER, id)
  return {
    receiver: new Side(
      () => cells.claimFront(OWNER, id, chunks),
      (moved) => cells.addMoved(OWNER, id, moved + 1, chunks),
    ),
    // A sender that moved nothing leaves the end to the receiver.
    sender: new Side(
      () => cells.claimEnd(OWNER, id, chunks),
      (moved) => moved > 0 && cells.addMoved(OWNER, id, moved, chunks),
    ),
  }
}

function check(receiver: Side, sender: Side, chunks: number): void {
  const { length } = receiver.claimed
  assert.deepEqual(
    receiver.claimed,
    Array.from({ length }, (_, index) => index),
  )
  assert.deepEqual(
    sender.claimed,
    Array.from({ length: chunks - length }, (_, index) => chunks - 1 - index),
  )
  assert.ok(receiver.wasLast !== sender.wasLast, 'exactly one end is the last')
}

test('claims from both ends meet exactly: every chunk is claimed once, in every order of steps', () => {
  // Chunks that the sender claims before the receiver comes, in between, and after it has gone.
  for (let chunks = 1; chunks <= 200; chunks++) {
    for (let before = 0; before <= chunks; before++) {
      const { receiver, sender } = sides(chunks, chunks)
      for (let i = 0; i < before; i++) sender.step()
      while (!receiver.over) receiver.step()
      while (!sender.over) sender.step()
      check(receiver, sender, chunks)
    }
  }
})

test('claims from both ends meet exactly when both work at once', () => {
  const seed = seedOfRun()
  const random = randomFrom(seed)
  for (let chunks = 1; chunks <= 200; chunks++) {
    for (let round = 0; round < 20; round++) {
      const { receiver, sender } = sides(round, chunks)
      const bias = 1 + random(9)
      while (!receiver.over || !sender.over) {
        const next = random(10) < bias ? receiver : sender
        if (!next.over) next.step()
      }
      check(receiver, sender, chunks)
    }
  }
})

test('claims stay within a cell: the longest messages do not overflow its halves', () => {
  for (const length of [8 * 2 ** 30, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
    const chunks = Math.ceil(length / chunkBytes(length))
    assert.ok(chunks <= 32_000, `${chunks} chunks for ${length} bytes`)
  }
  const { receiver, sender } = sides(CELLS - 1, 32_000)
  while (!receiver.over) receiver.step()
  while (!sender.over) sender.step()
  check(receiver, sender, 32_000)
})

test('a chunk that came back ends the message with whoever moves it', () => {
  const { receiver, sender } = sides(5, 4)
  sender.step()
  const returned = sender.claimed.pop()!
  while (!receiver.over) receiver.step()
  assert.equal(receiver.wasLast, false)
  assert.equal(returned, 3)
  assert.equal(cells.addMoved(OWNER, 5, 1, 4), true)
})

test('chunkBytes() cuts every length into pieces of whole pages that cover it', () => {
  for (const length of [1, 4096, 32 * 1024, 32 * 1024 + 1, 256 * 1024, 256 * 1024 + 1, 2 ** 22, 2 ** 22 + 1, 2 ** 35]) {
    const step = chunkBytes(length)
    assert.equal(step % 4096, 0)
    const chunks = Math.ceil(length / step)
    assert.ok((chunks - 1) * step < length && length <= chunks * step)
  }
})

test('cells of different messages and ranks do not touch each other', () => {
  for (const owner of [0, 1]) for (const id of [0, 1, CELLS - 1]) cells.reset(owner, id)
  assert.equal(cells.claimFront(0, 0, 2), 0)
  assert.equal(cells.claimFront(0, 1, 2), 0)
  assert.equal(cells.claimFront(1, 0, 2), 0)
  assert.equal(cells.claimEnd(0, CELLS - 1, 2), 1)
  assert.equal(cells.claimEnd(0, 0, 2), 1)
  assert.equal(cells.claimEnd(0, 0, 2), -1)
})
