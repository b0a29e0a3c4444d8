/** Writes many lines, in pieces that end anywhere, to both outputs. */
import { ownPlace } from '../../../src/transport/place.ts'

const LINES = 2000
const PIECE = 701

for (const [name, stream] of [
  ['out', process.stdout],
  ['err', process.stderr],
] as const) {
  const lines = Array.from(
    { length: LINES },
    (_, line) => `${name} ${ownPlace()!.rank} ${line} ${'é'.repeat(line % 90)}`,
  )
  const bytes = Buffer.from(lines.join('\n'))
  for (let at = 0; at < bytes.length; at += PIECE) stream.write(bytes.subarray(at, at + PIECE))
}
