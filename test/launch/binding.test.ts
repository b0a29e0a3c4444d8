import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assignProcessors, coresFirst } from '../../src/launch/binding.ts'
import { processors } from '../../src/os/affinity.ts'

test('coresFirst() gives every core once before it gives any again', () => {
  const neighbours = (processor: number) => String(processor >> 1)
  assert.deepEqual(coresFirst([0, 1, 2, 3, 4, 5], neighbours), [0, 2, 4, 1, 3, 5])
  assert.deepEqual(coresFirst([1, 3, 2, 6], neighbours), [1, 3, 6, 2])
})

test('coresFirst() keeps the order when no processors share a core', () => {
  assert.deepEqual(coresFirst([4, 2, 9], String), [4, 2, 9])
})

test('assignProcessors() uses every permitted processor, and begins anew when there are more ranks', () => {
  const permitted = processors()
  const assigned = assignProcessors(permitted.length + 1)
  assert.deepEqual(
    assigned.slice(0, -1).sort((a, b) => a - b),
    permitted,
  )
  assert.equal(assigned.at(-1), assigned[0])
})
