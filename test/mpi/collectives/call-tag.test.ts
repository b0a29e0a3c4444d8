import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MORE, NUMBER_MASK, nameOf, rootOf, tagOf } from '../../../src/mpi/collectives/call-tag.ts'
import { TAG_UB } from '../../../src/mpi/constants.ts'

test('tagOf() says the collective and the root, and tells calls apart by their numbers', () => {
  const numbers = [0, 1, 1000, 2 ** 17 - 1]
  for (const name of ['barrier', 'bcast', 'exscan'] as const) {
    for (const root of [0, 1, 127]) {
      for (const number of numbers) {
        const tag = tagOf(number, name, root)
        assert.ok(tag >= 0 && (tag | MORE) < TAG_UB)
        assert.equal(nameOf(tag | MORE), name)
        assert.equal(rootOf(tag | MORE), root)
        assert.equal(tag & NUMBER_MASK, tagOf(number, 'gather', 5) & NUMBER_MASK)
      }
    }
  }
  assert.equal(new Set(numbers.map((number) => tagOf(number, 'scan', 0) & NUMBER_MASK)).size, numbers.length)
})

test('tagOf() begins again after all numbers, however many calls there were', () => {
  assert.equal(tagOf(2 ** 17, 'scan', 0), tagOf(0, 'scan', 0))
  assert.equal(tagOf(2 ** 40 + 3, 'scan', 0), tagOf(3, 'scan', 0))
})
