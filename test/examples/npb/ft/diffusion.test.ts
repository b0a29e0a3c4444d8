import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Diffusion } from '../../../../examples/npb/ft/diffusion.ts'
import { PROBLEMS, TOLERANCE } from '../../../../examples/npb/ft/problem.ts'
import { verify } from '../../../../examples/npb/verification.ts'
import { world } from '../../../../src/mpi/index.ts'

const S = PROBLEMS.get('S')!

test('Diffusion.step() comes to each checksum that is published, and to no other', () => {
  const diffusion = new Diffusion(world, S)
  diffusion.start()
  const checksums = S.checksums.map(() => {
    diffusion.step()
    return diffusion.checksum()
  })
  const checks = (of: number) => [{ name: '', computed: checksums[of], published: S.checksums[of] }]
  for (const i of checksums.keys()) assert.equal(verify(checks(i), TOLERANCE), true, `step ${i + 1}`)
  assert.equal(verify([{ name: '', computed: checksums[0], published: S.checksums[1] }], TOLERANCE), false)
  const [re, im] = checksums[5]
  const disturbed = { name: '', computed: [re, im * (1 + 4e-12)], published: S.checksums[5] }
  assert.equal(verify([disturbed], TOLERANCE), false)
})

test('Diffusion.start() begins anew', () => {
  const diffusion = new Diffusion(world, S)
  const firstChecksum = () => {
    diffusion.start()
    diffusion.step()
    return diffusion.checksum()
  }
  const first = firstChecksum()
  diffusion.step()
  assert.deepEqual(firstChecksum(), first)
})
