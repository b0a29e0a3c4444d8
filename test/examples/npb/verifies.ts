import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runExample } from '../run-example.ts'

/** Tests that a benchmark verifies class S on some numbers of ranks. @param size as its report has it */
export function verifiesClassS(benchmark: string, ranks: readonly number[], size: string): void {
  for (const count of ranks) {
    test(`${benchmark} computes what is published for class S on ${count} ranks`, () => {
      const { status, stdout, stderr } = runExample(`npb/${benchmark}`, count, ['S'], ['--heap', '32M'])
      assert.equal(status, 0, stderr + stdout)
      assert.match(stdout, /^ Verification {4}= +SUCCESSFUL$/m)
      assert.match(stdout, new RegExp(`^ Size {12}= +${size}$`, 'm'))
      assert.match(stdout, new RegExp(`^ Total processes = +${count}$`, 'm'))
      assert.match(stdout, /^ Mop\/s total {5}= +\d+\.\d\d$/m)
      assert.doesNotMatch(stdout, /too far off/)
    })
  }
}

/** Tests that a benchmark refuses each of `runs`, and says why. */
export function refuses(benchmark: string, runs: readonly (readonly [ranks: number, args: string[], why: RegExp])[]) {
  test(`${benchmark} ends with exit code 2 and tells its usage once when it cannot run so`, () => {
    for (const [ranks, args, why] of runs) {
      const { status, stdout, stderr } = runExample(`npb/${benchmark}`, ranks, args)
      assert.equal(status, 2, `${args} on ${ranks}: ${stderr}`)
      assert.match(stderr, why)
      assert.equal(stderr.split('Usage: crossmem run').length, 2, stderr)
      assert.doesNotMatch(stdout, /Verification/)
    }
  })
}
