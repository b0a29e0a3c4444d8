import { benchCopy } from './copy.ts'
import type { CopyBenchOptions } from './options.ts'
import { benchOverlap } from './overlap.ts'
import { benchVmfd } from './vmfd.ts'

/** The benchmarks of copies between processes that are no ranks, and of windows on their memory. */
export const copyBenchmarks: Readonly<
  Record<string, (options: CopyBenchOptions, signal: AbortSignal) => Promise<void>>
> = { copy: benchCopy, overlap: benchOverlap, vmfd: benchVmfd }
