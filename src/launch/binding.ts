import { readFileSync } from 'node:fs'
import { processors } from '../os/affinity.ts'

/**
 * The processor for each rank, of those that this process may use: every core gets a rank before any gets a second
 * one, then every processor, then it begins anew.
 */
export function assignProcessors(size: number): number[] {
  const order = coresFirst(processors(), siblingsOf)
  return Array.from({ length: size }, (_, rank) => order[rank % order.length])
}

/** Orders processors so that those that share a core come as late as they can. */
export function coresFirst(list: readonly number[], core: (processor: number) => string): number[] {
  const taken = new Map<string, number>()
  const turns = list.map((processor) => {
    const name = core(processor)
    const turn = taken.get(name) ?? 0
    taken.set(name, turn + 1)
    return { processor, turn }
  })
  return turns.sort((a, b) => a.turn - b.turn).map(({ processor }) => processor)
}

/** A name for a processor's core: the list of those that share it. */
function siblingsOf(processor: number): string {
  try {
    return readFileSync(`/sys/devices/system/cpu/cpu${processor}/topology/thread_siblings_list`, 'utf8')
  } catch {
    // Where the machine does not tell, each processor counts as a core.
    return String(processor)
  }
}
