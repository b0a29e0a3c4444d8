import { addressOf, SharedMemory, type Vmfd, vmfd } from 'crossmem'
import { median } from '../../harness/statistics.ts'
import type { Owned } from '../owned.ts'
import { callsInARow, SERVED_BYTES, WINDOW_CASES, type WindowFigure } from '../window-cases.ts'

const REHEARSAL_MILLISECONDS = 100
const MEASURED_MILLISECONDS = 150
const LEAST = 5

/** Measures reads from windows, and prints a line of JSON for each case. */
const owned: Owned = JSON.parse(process.argv[2])

const shared = SharedMemory.create(SERVED_BYTES)
shared.bytes.fill(1)
const windows: Record<'memfd' | 'mem', Vmfd> = {
  memfd: vmfd(process.pid, addressOf(shared.bytes), SERVED_BYTES, { backing: 'memfd' }),
  mem: vmfd(owned.pid, BigInt(owned.address), SERVED_BYTES, { backing: 'mem' }),
}

for (const { name, backing, bytes } of WINDOW_CASES) {
  const into = new Uint8Array(bytes).fill(1)
  const from = shared.bytes.subarray(0, bytes)
  const window = windows[backing]
  const read = () => {
    if (window.pread(into) !== bytes) throw new Error(`${name}: not all was read`)
  }
  const copy = () => into.set(from)
  repeat(read, bytes, REHEARSAL_MILLISECONDS)
  if (backing === 'memfd') repeat(copy, bytes, REHEARSAL_MILLISECONDS)
  const figure: WindowFigure = {
    name,
    microseconds: repeat(read, bytes, MEASURED_MILLISECONDS),
    copied: backing === 'memfd' ? repeat(copy, bytes, MEASURED_MILLISECONDS) : null,
  }
  process.stdout.write(`${JSON.stringify(figure)}\n`)
}

/** @returns the median of a call, in microseconds */
function repeat(once: () => void, bytes: number, milliseconds: number): number {
  const calls = callsInARow(bytes)
  const taken: number[] = []
  const end = performance.now() + milliseconds
  while (taken.length < LEAST || performance.now() < end) {
    const start = performance.now()
    for (let call = 0; call < calls; call++) once()
    taken.push(((performance.now() - start) * 1000) / calls)
  }
  return median(taken)
}
