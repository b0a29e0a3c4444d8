import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agree, PROPOSAL_LENGTH, proposal } from '../../src/mpi/agreement.ts'

test('agree() puts together the ranks of a color, by key and then by rank, with the context of the first', () => {
  const all = [proposal(4, 2, 10), proposal(1, 0, 20), proposal(4, 2, 30), proposal(4, -0.5, 40)]
  const proposals = new Float64Array(all.flatMap((numbers) => [...numbers]))
  assert.equal(proposals.length, 4 * PROPOSAL_LENGTH)
  assert.deepEqual(agree(proposals, 4), { context: 40, ranks: [3, 0, 2] })
  assert.deepEqual(agree(proposals, 1), { context: 20, ranks: [1] })
})

test('agree() leaves out who has no color', () => {
  const all = [proposal(undefined, 0, 10), proposal(0, 0, 20), proposal(undefined, 0, 30)]
  const proposals = new Float64Array(all.flatMap((numbers) => [...numbers]))
  assert.equal(agree(proposals, undefined), null)
  assert.deepEqual(agree(proposals, 0), { context: 20, ranks: [1] })
})
