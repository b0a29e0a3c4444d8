import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Implementation } from '../implementations/implementation.ts'
import { execute } from './execute.ts'
import { durationsFor } from './phases.ts'
import { taskArguments } from './task.ts'

const SIZES = [64 * 1024, 1024 * 1024]
const SHORT = 0.05
const LONG = 0.5

/**
 * Counts with strace(1) how often shared memory is mapped in a short and in a long run: windows that are found again, and not
 * mapped again, make no difference.
 * @returns a note about it
 */
export async function noteMappings(
  implementation: Implementation,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const log = join(folder, 'mmap.log')
  const count = async (measure: number): Promise<number> => {
    const program = implementation.command(taskArguments({ sizes: SIZES, ...durationsFor(SIZES.length), measure }))
    await execute(['strace', '-f', '--seccomp-bpf', '-e', 'trace=mmap', '-o', log, ...program], SIZES, signal)
    return readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.includes('MAP_SHARED')).length
  }
  try {
    const [short, long] = [await count(SHORT), await count(LONG)]
    return `strace, 64K and 1M, ${implementation.label}: ${short} shared mappings when measuring ${SHORT * 1000} ms, ${long} when measuring ${LONG * 1000} ms.`
  } catch (error) {
    if (signal.aborted) throw error
    return `Shared mappings were not counted: ${(error as Error).message.split('\n')[0]}`
  }
}
