import assert from 'node:assert/strict'
import { inflateSync } from 'node:zlib'

/** What a PNG file with a palette shows: its width, and each pixel's place in the palette. */
export function decodePng(file: Buffer): { width: number; pixels: Uint8Array; palette: Uint8Array } {
  assert.deepEqual([...file.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at)
    chunks.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  assert.deepEqual([...chunks.keys()], ['IHDR', 'PLTE', 'IDAT', 'IEND'])
  const header = chunks.get('IHDR')!
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)
  assert.deepEqual([...header.subarray(8)], [8, 3, 0, 0, 0])

  const rows = inflateSync(chunks.get('IDAT')!)
  assert.equal(rows.length, (width + 1) * height)
  const pixels = new Uint8Array(width * height)
  for (let row = 0; row < height; row++) {
    assert.equal(rows[row * (width + 1)], 0, 'a filter that this decoder does not know')
    pixels.set(rows.subarray(row * (width + 1) + 1, (row + 1) * (width + 1)), row * width)
  }
  return { width, pixels, palette: new Uint8Array(chunks.get('PLTE')!) }
}
