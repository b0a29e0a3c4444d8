import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { initialTemperature } from '../../examples/heat/plate.ts'
import { decodePng } from './heat/decode-png.ts'
import { runExample } from './run-example.ts'

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-heat-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

/** The plate after `steps` steps, computed cell by cell in the plainest way. */
function plateAfter(steps: number, size: number): number[][] {
  const at = (i: number) => i / (size - 1)
  let plate = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => initialTemperature(at(x), at(y))),
  )
  const inside = (i: number) => i > 0 && i < size - 1
  for (let step = 0; step < steps; step++) {
    const old = plate
    plate = old.map((row, y) =>
      row.map((cell, x) => {
        if (!inside(x) || !inside(y)) return cell
        return 0.2 * (cell + old[y - 1][x] + old[y + 1][x] + row[x - 1] + row[x + 1])
      }),
    )
  }
  return plate
}

test('heat draws the same bits on 1, 2, 3 and as many ranks as rows, and they show the plate', (t) => {
  const folder = temporaryFolder(t)
  const draw = (ranks: number, size: number, steps: number) => {
    const out = join(folder, `${ranks}-${size}.png`)
    const { status, stdout, stderr } = runExample('heat', ranks, [
      '--size',
      `${size}`,
      '--steps',
      `${steps}`,
      '--out',
      out,
    ])
    assert.equal(status, 0, stderr)
    assert.match(stdout, new RegExp(`^Step ${steps} of ${steps}: no cell changes by more than`, 'm'))
    return readFileSync(out)
  }
  const alone = draw(1, 40, 123)
  for (const ranks of [2, 3]) assert.ok(draw(ranks, 40, 123).equals(alone), `${ranks} ranks draw another picture`)
  assert.ok(draw(4, 4, 10).equals(draw(1, 4, 10)))

  const { width, pixels } = decodePng(alone)
  assert.equal(width, 40)
  for (const [i, temperature] of plateAfter(123, 40).flat().entries()) {
    // The sums are added in another order here: a colour may be rounded to the one beside it.
    assert.ok(
      Math.abs(pixels[i] - 255 * temperature) < 0.5 + 1e-6,
      `pixel ${i} is ${pixels[i]}, not ${255 * temperature}`,
    )
  }
})

test('heat reports the same residuals on 1 and 3 ranks', (t) => {
  const out = join(temporaryFolder(t), 'heat.png')
  const [alone, shared] = [1, 3].map(
    (ranks) => runExample('heat', ranks, ['--size', '30', '--steps', '50', '--out', out]).stdout,
  )
  assert.equal(shared, alone)
  assert.equal(alone.match(/^Step /gm)?.length, 10)
})

test('heat ends with exit code 2 and tells its usage when an argument is wrong', () => {
  for (const args of [
    ['--size', '2'],
    ['--size', '3'],
    ['--steps', 'x'],
    ['--fast'],
    ['picture.png'],
    ['--out', '/there/is/no/such/folder/x.png'],
  ]) {
    const { status, stderr } = runExample('heat', 4, args)
    assert.equal(status, 2, `${args}: ${stderr}`)
    assert.equal(stderr.split('Usage: crossmem run').length, 2, stderr)
  }
})
