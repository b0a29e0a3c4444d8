import { bandwidth } from './bandwidth.ts'
import type { Exchange } from './exchange.ts'
import { pingpong } from './pingpong.ts'

/** By the benchmark's name. */
export const exchanges: Readonly<Record<string, Exchange>> = { pingpong, bandwidth }
