import assert from 'node:assert/strict'
import { test } from 'node:test'
import { glowPalette } from '../../../examples/heat/colours.ts'
import { encodePng } from '../../../examples/heat/png.ts'
import { decodePng } from './decode-png.ts'

test('encodePng() writes a file that decodes to the same pixels and palette', () => {
  const pixels = Uint8Array.from({ length: 5 * 3 }, (_, i) => i * 17)
  const decoded = decodePng(encodePng(pixels, 5, glowPalette()))
  assert.deepEqual(decoded, { width: 5, pixels, palette: glowPalette() })
})

test('encodePng() ends with the end chunk and its checksum as the PNG specification gives them', () => {
  const file = encodePng(Uint8Array.of(0), 1, Uint8Array.of(1, 2, 3))
  assert.equal(file.subarray(-12).toString('hex'), '0000000049454e44ae426082')
})
