import { bandwidth } from './bandwidth.ts'
import type { Benchmark } from './benchmark.ts'
import { pingpong } from './pingpong.ts'

export const benchmarks: readonly Benchmark[] = [pingpong, bandwidth]
