/**
 * Reads an array of numbers that a Python process made, where it lies, and changes its first row for Python to see.
 * Run it without the launcher: `node dist/examples/languages/array-from-python.js`. It needs python3.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { SharedMemory } from 'crossmem'

const PROGRAM = fileURLToPath(new URL('../../../examples/languages/array-from-python.py', import.meta.url))

const python = spawn('python3', [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] })
const lines = createInterface(python.stdout)[Symbol.asyncIterator]()
const [name, rows, columns] = (await lines.next()).value.split(' ')

using shared = SharedMemory.open({ name })
const numbers = new Float64Array(shared.buffer, 0, Number(rows) * Number(columns))
for (let row = 0; row < Number(rows); row++) {
  console.log(...numbers.subarray(row * Number(columns), (row + 1) * Number(columns)))
}
numbers.subarray(0, Number(columns)).fill(-1)

python.stdin.end('done\n')
console.log((await lines.next()).value)
