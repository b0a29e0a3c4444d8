import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Handles } from '../../src/guest/handles.ts'

const bad = { code: 'ERR_COMM', message: /is no communicator, or one that was freed/ }

test('Handles gives each object a handle above those of the ABI', () => {
  const handles = new Handles<string>(1, 'communicator', 'ERR_COMM')
  handles.fix(0x101, 'world')
  const made = ['a', 'b', 'c'].map((name) => handles.add(name))
  assert.equal(new Set(made).size, 3)
  for (const handle of made) assert.ok(handle >>> 0 >= 0x1000)
  assert.deepEqual(
    made.map((handle) => handles.get(handle)),
    ['a', 'b', 'c'],
  )
  assert.equal(handles.get(0x101), 'world')
})

test('Handles.get() refuses garbage, handles of another kind, and freed ones whose place is used again', () => {
  const comms = new Handles<string>(1, 'communicator', 'ERR_COMM')
  const groups = new Handles<string>(9, 'group', 'ERR_GROUP')
  const freed = comms.add('first')
  const other = groups.add('group')
  assert.equal(comms.remove(freed), 'first')
  const reused = comms.add('second')
  assert.equal(comms.get(reused), 'second')
  for (const handle of [freed, other, 0, -1, 0x101, 0x7fffffff, reused + 1, reused ^ (1 << 28)]) {
    assert.throws(() => comms.get(handle), bad, `0x${(handle >>> 0).toString(16)}`)
  }
  assert.throws(() => comms.remove(freed), bad)
  assert.equal(groups.get(other), 'group')
})

test('Handles.remove() leaves those of the ABI alone', () => {
  const handles = new Handles<string>(1, 'communicator', 'ERR_COMM')
  handles.fix(0x101, 'world')
  assert.throws(() => handles.remove(0x101), bad)
  assert.equal(handles.get(0x101), 'world')
})
