import { addressOf, createRegion } from 'crossmem'
import { OWNED_BYTES, type Owned, PART_BYTES, PARTS } from '../owned.ts'

/** The process whose memory is copied: declares it, says where it is, and does nothing until its standard input ends. */
const bytes = new Uint8Array(OWNED_BYTES)
for (let index = 0; index < OWNED_BYTES; index += 64) bytes[index] = index >>> 6
const parts = Array.from({ length: PARTS }, (_, index) => bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES))
const owned: Owned = {
  pid: process.pid,
  address: String(addressOf(bytes)),
  whole: createRegion(bytes, { access: 'readwrite' }).cookie,
  parts: createRegion(parts, { access: 'read' }).cookie,
}
process.stdout.write(`${JSON.stringify(owned)}\n`)
process.stdin.resume()
process.stdin.on('end', () => process.exit())
