import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Multigrid } from '../../../../examples/npb/mg/multigrid.ts'
import { PROBLEMS, TOLERANCE } from '../../../../examples/npb/mg/problem.ts'
import { verify } from '../../../../examples/npb/verification.ts'
import { world } from '../../../../src/mpi/index.ts'

const S = PROBLEMS.get('S')!

function normsOf(multigrid: Multigrid): number[] {
  multigrid.start()
  multigrid.findResidual()
  const norms = [multigrid.norm()]
  for (let i = 0; i < S.iterations; i++) {
    multigrid.iterate()
    norms.push(multigrid.norm())
  }
  return norms
}

test('Multigrid.iterate() makes what remains smaller, and comes to the norm that is published', () => {
  const norms = normsOf(new Multigrid(world, S.side))
  assert.ok(Math.abs(norms[0] - Math.sqrt(20 / S.side ** 3)) < 1e-15)
  for (let i = 1; i < norms.length; i++) assert.ok(norms[i] < norms[i - 1] / 3, `${norms}`)
  const check = (norm: number) => verify([{ name: 'norm', computed: [norm], published: [S.norm] }], TOLERANCE)
  assert.equal(check(norms[4]), true)
  assert.equal(check(norms[3]), false)
  assert.equal(check(norms[4] * (1 + 2e-8)), false)
})

test('Multigrid.start() begins anew', () => {
  const multigrid = new Multigrid(world, S.side)
  assert.deepEqual(normsOf(multigrid), normsOf(multigrid))
})
