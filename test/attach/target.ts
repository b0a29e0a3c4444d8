import { bufferAt } from '../../src/os/address.ts'
import { mapShared, PAGE, unmap } from '../../src/os/mapping.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import { setDumpable } from '../../src/os/prctl.ts'
import { patternAt } from './pattern.ts'
import { type Permission, protectPage } from './protect.ts'

/**
 * A process to attach to. It maps one page for each letter of its argument, fills them with the pattern, tells the address
 * and then answers with the bytes that it is asked for: w read and write, r read-only, o write-only, - no permission,
 * . not mapped.
 */
const [layout, dumpable] = process.argv.slice(2)
const bytes = layout.length * PAGE
const address = mapShared(createMemfd('target', bytes), 0, bytes)
const memory = new Uint8Array(bufferAt(address, bytes))
for (let offset = 0; offset < bytes; offset++) memory[offset] = patternAt(offset)
for (const [page, letter] of [...layout].entries()) {
  const start = address + page * PAGE
  if (letter === '.') unmap(start, PAGE)
  else protectPage(start, letter as Permission)
}
if (dumpable === 'not-dumpable') setDumpable(false)

process.on('message', ({ offset, length }: { offset: number; length: number }) => {
  process.send!(memory.slice(offset, offset + length))
})
process.send!({ address: BigInt(address) })
