import type { Traffic } from '../transport/traffic.ts'
import { port } from './world.ts'

/**
 * What travelled between all ranks of the job so far, by protocol.
 * @example
 * console.table(traffic())
 */
export function traffic(): Traffic[] {
  return port.transport.traffic()
}
