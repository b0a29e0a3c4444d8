import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fft, LINES } from '../../../../examples/npb/ft/fft.ts'
import { Randlc } from '../../../../examples/npb/randlc.ts'
import { transform } from './naive-transform.ts'

const LENGTHS = [1, 2, 4, 8, 16, 32, 64, 128, 256]

function randomLines(length: number): Float64Array {
  const lines = new Float64Array(2 * LINES * length)
  new Randlc(length).fill(lines)
  return lines
}

/** Line `line` of a batch: real and imaginary parts by turns. */
function lineOf(batch: Float64Array, line: number): Float64Array {
  return Float64Array.from({ length: batch.length / LINES }, (_, i) => batch[2 * ((i >> 1) * LINES + line) + (i & 1)])
}

test('Fft.transform() gives what the definition of the transform gives, line by line, in both directions', () => {
  for (const length of LENGTHS) {
    for (const sign of [-1, 1] as const) {
      const fft = new Fft(length)
      const lines = randomLines(length)
      fft.lines.set(lines)
      fft.transform(sign)
      for (const line of [0, 3, LINES - 1]) {
        const expected = transform(lineOf(lines, line), sign)
        const found = lineOf(fft.lines, line)
        for (let i = 0; i < expected.length; i++) {
          assert.ok(Math.abs(found[i] - expected[i]) < 1e-12 * length, `length ${length}, sign ${sign}, number ${i}`)
        }
      }
    }
  }
})

test('Fft.transform() there and back multiplies by the length', () => {
  for (const length of LENGTHS) {
    const fft = new Fft(length)
    const lines = randomLines(length)
    fft.lines.set(lines)
    fft.transform(-1)
    fft.transform(1)
    assert.ok(lines.every((value, i) => Math.abs(fft.lines[i] / length - value) < 1e-14))
  }
})
