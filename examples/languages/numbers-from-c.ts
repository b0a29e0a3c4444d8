/**
 * Makes shared memory with a name, has a C program write numbers into it, and adds them up.
 * Run it without the launcher: `node dist/examples/languages/numbers-from-c.js`. It needs cc.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SharedMemory } from 'crossmem'

const SOURCE = fileURLToPath(new URL('../../../examples/languages/numbers-from-c.c', import.meta.url))
const COUNT = 1000

const folder = mkdtempSync(join(tmpdir(), 'numbers-'))
const name = `/numbers-${process.pid}`
using shared = SharedMemory.create({ bytes: 8 * COUNT, name })
try {
  execFileSync('cc', ['-O2', '-o', join(folder, 'numbers'), SOURCE, '-lrt'])
  execFileSync(join(folder, 'numbers'), [name], { stdio: 'inherit' })
} finally {
  SharedMemory.unlink(name)
  rmSync(folder, { recursive: true })
}
const numbers = new Float64Array(shared.buffer, 0, COUNT)
console.log(`their sum is ${numbers.reduce((sum, number) => sum + number)}`)
