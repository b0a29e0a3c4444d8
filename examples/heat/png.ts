import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const BIT_DEPTH = 8
const COLOUR_TYPE_PALETTE = 3

/**
 * A PNG file of `width` times `pixels.length / width` pixels, one byte each, row by row from the top.
 *
 * @param palette red, green and blue, a byte each, of every pixel value
 */
export function encodePng(pixels: Uint8Array, width: number, palette: Uint8Array): Buffer {
  const height = pixels.length / width
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = BIT_DEPTH
  header[9] = COLOUR_TYPE_PALETTE

  // Each row is preceded by the number of its filter: 0, none.
  const rows = Buffer.alloc((width + 1) * height)
  for (let row = 0; row < height; row++)
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1)

  const chunks = [chunk('IHDR', header), chunk('PLTE', palette), chunk('IDAT', deflateSync(rows)), chunk('IEND')]
  return Buffer.concat([SIGNATURE, ...chunks])
}

/** Length, type, content, and a checksum of type and content. */
function chunk(type: string, content: Uint8Array = new Uint8Array()): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const bytes = Buffer.alloc(4 + typed.length + 4)
  bytes.writeUInt32BE(content.length, 0)
  bytes.set(typed, 4)
  bytes.writeUInt32BE(crc32(typed), 4 + typed.length)
  return bytes
}
