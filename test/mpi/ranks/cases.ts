import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { world } from '../../../src/mpi/index.ts'

/** Runs cases one after the other, all ranks together. None may leave a message behind. The first that fails ends the job. */
export async function runCases(cases: Record<string, () => unknown>): Promise<void> {
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run()
      world.barrier()
      assert.equal(world.iprobe(), null, 'a message was left')
      world.barrier()
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_RANK_DIED') {
        console.error(`rank ${world.rank} failed in '${name}': ${inspect(error)}`)
      }
      process.exit(1)
    }
    if (world.rank === 0) console.log(`passed: ${name}`)
  }
  if (world.rank === 0) console.log('all cases have passed')
}

/** Bytes of which no two neighbourhoods are alike, the same ones for the same seed. */
export function fill<T extends Uint8Array>(bytes: T, seed: number): T {
  for (let at = 0; at < bytes.length; at += PATTERN.length) {
    bytes.set(PATTERN.subarray(seed % 251, (seed % 251) + Math.min(PATTERN.length - 251, bytes.length - at)), at)
    at -= 251
  }
  return bytes
}

const PATTERN = Uint8Array.from({ length: 2 ** 20 }, (_, i) => i * 7 + (i >>> 8) * 13 + (i >>> 16) * 29)

/** Whether bytes are those of {@link fill}. */
export function isFilled(bytes: Uint8Array, seed: number): boolean {
  return Buffer.compare(bytes, fill(new Uint8Array(bytes.length), seed)) === 0
}

export function detach(view: ArrayBufferView): void {
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] })
}

/** The code of the error that something throws; 'none' when it throws none. */
export function codeOf(action: () => unknown): string {
  try {
    action()
    return 'none'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}
