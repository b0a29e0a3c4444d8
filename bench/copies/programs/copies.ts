import { copy, createRegion, type EngineName } from 'crossmem'
import { median } from '../../harness/statistics.ts'
import { CASES, type CopyFigure, REGION_CASES } from '../cases.ts'
import type { Owned } from '../owned.ts'

const REHEARSAL_MILLISECONDS = 100
const MEASURED_MILLISECONDS = 150
const LEAST = 5
const REGIONS = 2000
/** All but the last one rehearse. */
const REGION_PASSES = 10

/** Measures copies from the owner, each kind for itself, and prints a line of JSON for each. */
const owned: Owned = JSON.parse(process.argv[2])

function print(figure: CopyFigure): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`)
}

for (const { name, bytes, engine, parts } of CASES) {
  const into = new Uint8Array(bytes).fill(1)
  const from = parts === 1 ? owned.whole : owned.parts
  const once = engine === 'inline' ? () => now(from, into) : () => later(from, into, engine)
  await repeat(once, REHEARSAL_MILLISECONDS)
  print({ name, microseconds: median(await repeat(once, MEASURED_MILLISECONDS)) })
}

async function repeat(once: () => number | Promise<number>, milliseconds: number): Promise<number[]> {
  const taken: number[] = []
  const end = performance.now() + milliseconds
  while (taken.length < LEAST || performance.now() < end) {
    const start = performance.now()
    const moved = once()
    if (typeof moved !== 'number') await moved
    taken.push((performance.now() - start) * 1000)
  }
  return taken
}

function now(from: string, to: Uint8Array): number {
  return expectAll(copy({ from, to }), to)
}

async function later(from: string, to: Uint8Array, engine: EngineName): Promise<number> {
  return expectAll(await copy({ from, to }, { engine }), to)
}

function expectAll(moved: number, to: Uint8Array): number {
  if (moved === to.length) return moved
  throw new Error(`${moved} of ${to.length} bytes were moved`)
}

for (let pass = REGION_PASSES; pass > 0; pass--) {
  const view = new Uint8Array(1000)
  const created = performance.now()
  const regions = Array.from({ length: REGIONS }, () => createRegion(view, { access: 'read' }))
  const destroyed = performance.now()
  for (const region of regions) region.destroy()
  const end = performance.now()
  if (pass > 1) continue
  print({ name: REGION_CASES[0], microseconds: ((destroyed - created) * 1000) / REGIONS })
  print({ name: REGION_CASES[1], microseconds: ((end - destroyed) * 1000) / REGIONS })
}
