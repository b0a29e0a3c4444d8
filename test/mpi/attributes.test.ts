import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Attributes, type Keyval } from '../../src/mpi/attributes.ts'

const holder = { name: 'holder' }

/** A keyval that tells what is asked of it. */
function watched(told: string[], name: string): Keyval<number, typeof holder> {
  return {
    copy(value, { name: whose }) {
      told.push(`copy ${name} of ${whose}`)
      return value < 0 ? undefined : value + 1
    },
    delete(value) {
      told.push(`delete ${name} ${value}`)
    },
  }
}

test('get() gives what was set under the same object, and undefined else', () => {
  const attributes = new Attributes(holder)
  const key: Keyval<string> = {}
  assert.equal(attributes.get(key), undefined)
  attributes.set(key, 'a')
  assert.equal(attributes.get(key), 'a')
  assert.equal(attributes.get({}), undefined)
  assert.equal(attributes.delete(key), true)
  assert.equal(attributes.delete(key), false)
  for (const key of [null, 5, undefined]) assert.throws(() => attributes.get(key as never), { code: 'ERR_KEYVAL' })
})

test('set() deletes the former value first, and clear() the last one that was set before the others', () => {
  const told: string[] = []
  const attributes = new Attributes(holder)
  const [a, b, c] = ['a', 'b', 'c'].map((name) => watched(told, name))
  attributes.set(a, 1)
  attributes.set(b, 2)
  attributes.set(c, 3)
  attributes.set(a, 4)
  attributes.clear()
  assert.deepEqual(told, ['delete a 1', 'delete a 4', 'delete c 3', 'delete b 2'])
})

test('copy() gives a duplicate what the keyvals say', () => {
  const told: string[] = []
  const attributes = new Attributes(holder)
  const [a, b] = ['a', 'b'].map((name) => watched(told, name))
  const silent: Keyval<number> = {}
  attributes.set(a, 1)
  attributes.set(b, -1)
  attributes.set(silent, 1)
  const duplicate = new Attributes({ name: 'duplicate' }, attributes.copy())
  assert.deepEqual(told, ['copy a of holder', 'copy b of holder'])
  assert.deepEqual(
    [a, b, silent].map((key) => duplicate.get(key as Keyval<number>)),
    [2, undefined, undefined],
  )
})

test('an attribute whose deletion throws stays, and so do those that were set before it', () => {
  const told: string[] = []
  const attributes = new Attributes(holder)
  const first = watched(told, 'first')
  let refuses = true
  const second: Keyval<number> = {
    delete() {
      if (refuses) throw new Error('not yet')
    },
  }
  attributes.set(first, 1)
  attributes.set(second, 2)
  for (const action of [() => attributes.delete(second), () => attributes.set(second, 3), () => attributes.clear()]) {
    assert.throws(action, /not yet/)
    assert.equal(attributes.get(second), 2)
  }
  assert.deepEqual(told, [])
  refuses = false
  attributes.clear()
  assert.deepEqual(told, ['delete first 1'])
})
