import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFigures } from '../../../bench/harness/figure.ts'
import { type Point, pointsArguments } from '../../../bench/harness/points.ts'
import { COLLECTIVES } from '../../../bench/suites/collectives.ts'
import { RINGS } from '../../../bench/suites/rings.ts'
import { PROTOCOLS } from '../../../src/transport/protocol.ts'
import { runRanks } from '../../support/ranks.ts'

/** Lets ranks measure points as fast as they can: three calls in an interval, so that roots change. */
async function measure(ranks: number, program: string, points: readonly Point[], ...more: string[]) {
  const task = pointsArguments({ points, warmUp: 0.001, measure: 0.001, rehearsal: 0.001, calls: 3 })
  const url = new URL(`../../../bench/programs/${program}.js`, import.meta.url)
  const { code, stdout, stderr } = await runRanks(ranks, url, { args: [...task, ...more] })
  assert.equal(code, 0, stderr)
  const figures = parseFigures(stdout)
  assert.deepEqual(
    figures.map(({ benchmark, bytes }) => ({ benchmark, bytes })),
    points,
  )
  for (const { microseconds, protocol } of figures) {
    assert.ok(microseconds > 0)
    assert.ok(
      ([...PROTOCOLS, 'shared'] as const).some((known) => known === protocol),
      protocol,
    )
  }
}

for (const [ranks, memory] of [
  [2, 'arena'],
  [3, 'ordinary'],
] as const) {
  test(`the program of collectives measures each, and checks what arrives, with ${ranks} ranks in ${memory} memory`, async () => {
    const points = COLLECTIVES.flatMap(({ name, shape }) =>
      [48, 24_000]
        .filter((bytes) => shape.fits?.(bytes / 8, ranks) ?? true)
        .map((bytes) => ({ benchmark: name, bytes: name === 'barrier' ? 0 : bytes })),
    )
    await measure(ranks, 'collectives', points, memory)
  })

  test(`the program of rings measures each, and checks what arrives, with ${ranks} ranks in ${memory} memory`, async () => {
    const points = RINGS.flatMap((benchmark) => [8, 200_000].map((bytes) => ({ benchmark, bytes })))
    await measure(ranks, 'rings', points, '7', memory)
  })
}
