import type { ProcessMemory } from '../../attach/process-memory.ts'

/** Memory without a gap that can be read. */
export interface Run {
  start: bigint
  end: bigint
}

const CHUNK = 4 * 1024 * 1024
const PAGE = 4096n

/** The runs of memory that a process can read itself, without what the kernel shows to it only. */
export function readableRuns(target: ProcessMemory): Run[] {
  const runs: Run[] = []
  for (const { start, end, readable, path } of target.mappings()) {
    if (!readable || path === '[vvar]' || path === '[vvar_vclock]' || path === '[vsyscall]') continue
    const last = runs.at(-1)
    if (last?.end === start) last.end = end
    else runs.push({ start, end })
  }
  return runs
}

/**
 * Where a pattern begins in a run, overlapping places too. Pages that cannot be read after all are skipped.
 * @param advanced hears how many bytes were looked at since it was last called
 */
export function* search(
  target: ProcessMemory,
  { start, end }: Run,
  pattern: Buffer,
  advanced: (bytes: number) => void,
): Generator<bigint, void> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK + pattern.length)
  /** The bytes at the beginning of the buffer that a pattern over the border of two chunks may begin with. */
  let kept = 0
  let at = start
  while (at < end) {
    const wanted = Number(end - at < BigInt(CHUNK) ? end - at : BigInt(CHUNK))
    const got = read(target, buffer.subarray(kept, kept + wanted), at)
    const filled = kept + got
    const base = at - BigInt(kept)
    const bytes = buffer.subarray(0, filled)
    for (let place = bytes.indexOf(pattern); place >= 0; place = bytes.indexOf(pattern, place + 1)) {
      yield base + BigInt(place)
    }
    advanced(got)
    at += BigInt(got)
    kept = Math.min(pattern.length - 1, filled)
    buffer.copyWithin(0, filled - kept, filled)
    if (got === wanted) continue
    const next = (at / PAGE + 1n) * PAGE
    advanced(Number(next - at))
    at = next
    kept = 0
  }
}

/** @returns how many bytes came before those that cannot be read */
function read(target: ProcessMemory, view: Uint8Array, address: bigint): number {
  try {
    return target.readv([view], [{ address, length: view.length }])
  } catch (error) {
    if ((error as { code?: string }).code === 'EFAULT') return 0
    throw error
  }
}
