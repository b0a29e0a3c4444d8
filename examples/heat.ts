/**
 * How heat spreads in a plate: the rows of the plate are shared by the ranks, each time step needs the neighbours'
 * nearest row (the halo), and rank 0 draws the result.
 *
 * Run: crossmem run -n 4 dist/examples/heat.js --out heat.png
 */
import { writeFileSync } from 'node:fs'
import { alloc, MAX, PROC_NULL, waitAll, world } from 'crossmem/mpi'
import { readCommandLine } from './command-line.ts'
import { parseArguments, USAGE } from './heat/arguments.ts'
import { fillColours, glowPalette } from './heat/colours.ts'
import { heatRows, initialTemperature, largestChange } from './heat/plate.ts'
import { encodePng } from './heat/png.ts'
import { shareStart } from './share.ts'

const { rank, size: ranks } = world
const { size, steps, out } = readCommandLine(USAGE, (args) => parseArguments(args, ranks))

// The plate's rows `first` to `end` are this rank's rows 1 to `rows`; rows 0 and `rows + 1` are copies of the neighbours'.
const first = shareStart(size, rank, ranks)
const end = shareStart(size, rank + 1, ranks)
const rows = end - first
const above = rank === 0 ? PROC_NULL : rank - 1
const below = rank === ranks - 1 ? PROC_NULL : rank + 1
const rowsOf = (field: Float64Array, from: number, to: number) => field.subarray(from * size, to * size)

// The plate's own first and last row keep their temperature.
const firstMoving = rank === 0 ? 2 : 1
const endMoving = rank === ranks - 1 ? rows : rows + 1
const heat = (from: number, to: number) =>
  heatRows(current, next, size, Math.max(from, firstMoving), Math.min(to, endMoving))

let current = alloc(Float64Array, (rows + 2) * size)
let next = alloc(Float64Array, (rows + 2) * size)
for (let row = 1; row <= rows; row++) {
  for (let column = 0; column < size; column++) {
    current[row * size + column] = initialTemperature(column / (size - 1), (first + row - 1) / (size - 1))
  }
}
next.set(current)

const stepsPerReport = Math.ceil(steps / 10)
for (let step = 1; step <= steps; step++) {
  const halo = [
    world.irecv(rowsOf(current, 0, 1), { source: above }),
    world.irecv(rowsOf(current, rows + 1, rows + 2), { source: below }),
    world.isend(rowsOf(current, 1, 2), { dest: above }),
    world.isend(rowsOf(current, rows, rows + 1), { dest: below }),
  ]
  // The inner rows need no halo: they are computed while it travels.
  heat(2, rows)
  waitAll(halo)
  heat(1, 2)
  heat(rows, rows + 1)

  if (step % stepsPerReport === 0 || step === steps) {
    const change = largestChange(rowsOf(current, 1, rows + 1), rowsOf(next, 1, rows + 1))
    const residual = world.allreduce(change, { op: MAX })
    if (rank === 0) console.log(`Step ${step} of ${steps}: no cell changes by more than ${residual.toExponential(3)}.`)
  }
  ;[current, next] = [next, current]
}

const colours = alloc(Uint8Array, rows * size)
fillColours(rowsOf(current, 1, rows + 1), colours)
const picture = rank === 0 ? alloc(Uint8Array, size * size) : new Uint8Array()
const counts = Array.from(
  { length: ranks },
  (_, r) => (shareStart(size, r + 1, ranks) - shareStart(size, r, ranks)) * size,
)
world.gatherv(colours, { recv: picture, counts })
if (rank === 0) {
  writeFileSync(out, encodePng(picture, size, glowPalette()))
  console.log(`Wrote ${out}, ${size} by ${size} pixels.`)
}
