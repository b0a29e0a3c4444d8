import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InversePower } from '../../../../examples/npb/cg/inverse-power.ts'
import { PROBLEMS, type Problem, TOLERANCE } from '../../../../examples/npb/cg/problem.ts'
import { verify } from '../../../../examples/npb/verification.ts'
import { world } from '../../../../src/mpi/index.ts'

const S = PROBLEMS.get('S')!

function verified(problem: Problem, iterations = problem.iterations): boolean {
  const method = new InversePower(world, problem)
  let zeta = 0
  for (let i = 0; i < iterations; i++) zeta = method.iterate().zeta
  return verify([{ name: 'zeta', computed: [zeta], published: [S.zeta] }], TOLERANCE)
}

test('InversePower.iterate() comes to the zeta that is published, and solves the equations on the way', () => {
  assert.equal(verified(S), true)
  const method = new InversePower(world, S)
  assert.ok(method.iterate().residual < 1e-12)
})

test('InversePower.iterate() comes to another zeta with an iteration too few or another matrix', () => {
  assert.equal(verified(S, 5), false)
  assert.equal(verified({ ...S, nonzeros: 6 }), false)
})

test('InversePower.restart() begins anew', () => {
  const method = new InversePower(world, S)
  const first = method.iterate()
  method.iterate()
  method.restart()
  assert.deepEqual(method.iterate(), first)
})
