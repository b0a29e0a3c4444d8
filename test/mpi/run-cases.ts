import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { type RanksOptions, runRanks } from '../support/ranks.ts'

/**
 * Runs a program of cases (see ranks/cases.ts) as a job, and shows each case that passed as a test of its own.
 * @param name the program, in ranks/
 * @returns what the job wrote to its standard error
 */
export async function runCases(
  t: TestContext,
  size: number,
  name: string,
  options: RanksOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await runRanks(size, new URL(`ranks/${name}.js`, import.meta.url), {
    timeout: 100_000,
    ...options,
  })
  for (const [, passed] of stdout.matchAll(/^passed: (.*)$/gm)) await t.test(passed, () => undefined)
  assert.equal(code, 0, stdout + stderr)
  assert.match(stdout, /^all cases have passed$/m)
  return stderr
}
