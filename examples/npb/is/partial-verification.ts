import type { Ranking } from './ranking.ts'

/**
 * Compares the ranks of those test keys that fell to this rank with the published ones.
 *
 * @returns how many agree, and for each that does not a sentence that says so
 */
export function verifyPartially(
  ranking: Pick<Ranking, 'problem' | 'testKeys' | 'minKey' | 'keysBefore' | 'counts'>,
  iteration: number,
): { passed: number; failures: string[] } {
  const failures: string[] = []
  let passed = 0
  ranking.problem.testKeys.forEach(({ rank, drift, since }, i) => {
    const place = ranking.testKeys[i] - ranking.minKey
    if (place < 0 || place >= ranking.counts.length) return
    const found = ranking.keysBefore + (place > 0 ? ranking.counts[place - 1] : 0)
    const published = rank + drift * (iteration - since)
    if (found === published) passed++
    else failures.push(`iteration ${iteration}, test key ${i}: rank ${found} instead of ${published}`)
  })
  return { passed, failures }
}
