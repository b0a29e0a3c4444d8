import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verifyFully } from '../../../../examples/npb/is/full-verification.ts'
import { verifyPartially } from '../../../../examples/npb/is/partial-verification.ts'
import { PROBLEMS } from '../../../../examples/npb/is/problem.ts'
import { Ranking } from '../../../../examples/npb/is/ranking.ts'
import { world } from '../../../../src/mpi/index.ts'

function rankedOnce(): Ranking {
  const ranking = new Ranking(world, PROBLEMS.get('S')!)
  ranking.rank(1)
  return ranking
}

test('verifyPartially() passes the five test keys in every iteration', () => {
  const ranking = rankedOnce()
  for (let iteration = 1; iteration <= 10; iteration++) {
    ranking.rank(iteration)
    assert.deepEqual(verifyPartially(ranking, iteration), { passed: 5, failures: [] })
  }
})

test('verifyPartially() names each test key whose rank is not the published one', () => {
  const ranking = rankedOnce()
  const { passed, failures } = verifyPartially(ranking, 2)
  assert.equal(passed, 0)
  assert.equal(failures.length, 5)
  assert.equal(failures[1], 'iteration 2, test key 1: rank 19 instead of 20')
})

test('verifyPartially() looks only at test keys that fell to this rank, and adds the keys of the ranks before', () => {
  const problem = {
    ...PROBLEMS.get('S')!,
    testKeys: [3, 5, 1007, 1008, 4].map((rank) => ({ index: 0, rank, drift: 1 as const, since: 1 })),
  }
  const counts = Int32Array.of(7, 8, 20)
  const ranking = { problem, testKeys: Int32Array.of(49, 53, 51, 52, 50), minKey: 50, keysBefore: 1000, counts }
  assert.deepEqual(verifyPartially(ranking, 1), {
    passed: 2,
    failures: ['iteration 1, test key 4: rank 1000 instead of 4'],
  })
})

test('verifyFully() finds no error when the ranks are right', () => {
  assert.equal(verifyFully(world, rankedOnce()), 0)
})

test('verifyFully() finds keys out of order, a lost key and a changed key, each when all else is right', () => {
  const right = { keys: Int32Array.of(11, 10, 12), received: Int32Array.of(12, 11, 10), counts: Int32Array.of(1, 2, 3) }
  const verify = (changed: Partial<typeof right>) => verifyFully(world, { ...right, ...changed, minKey: 10 })
  assert.equal(verify({}), 0)
  assert.equal(verify({ counts: Int32Array.of(2, 1, 3) }), 1)
  assert.equal(verify({ keys: Int32Array.of(0, 11, 10, 12) }), 1)
  assert.equal(verify({ received: Int32Array.of(12, 12, 10), counts: Int32Array.of(1, 1, 3) }), 1)
})

test('verifyFully() finds errors when a ranking of class S is damaged', () => {
  const damages: [string, (ranking: Ranking) => void][] = [
    ['a rank too high', ({ counts }) => counts[1000]++],
    ['a key changed', ({ received }) => (received[7] = (received[7] + 1) & 2047)],
    ['a key doubled in place of another', ({ received }) => received.copyWithin(7, 8, 9)],
    ['a key lost', (ranking) => (ranking.received = ranking.received.subarray(1))],
  ]
  for (const [name, damage] of damages) {
    const ranking = rankedOnce()
    damage(ranking)
    assert.ok(verifyFully(world, ranking) > 0, name)
  }
})
