import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Inbox } from '../../../../bench/peers/node/links/inbox.ts'

test('take() gives messages in the order in which they came, whoever was first', async () => {
  const inbox = new Inbox()
  inbox.put(Uint8Array.of(1))
  inbox.put(Uint8Array.of(2))
  const taken = [inbox.take(), inbox.take(), inbox.take(), inbox.take()]
  inbox.put(Uint8Array.of(3))
  inbox.put(Uint8Array.of(4))
  assert.deepEqual(
    (await Promise.all(taken)).map(([value]) => value),
    [1, 2, 3, 4],
  )
})

test('room() gives the memory of who waits first when it fits, and new memory when not', () => {
  const inbox = new Inbox()
  assert.equal(inbox.room(8).length, 8)
  const into = new Uint8Array(8)
  inbox.take(into)
  inbox.take(new Uint8Array(4))
  assert.equal(inbox.room(8), into)
  assert.notEqual(inbox.room(4), into)
  assert.equal(inbox.room(4).length, 4)
})
