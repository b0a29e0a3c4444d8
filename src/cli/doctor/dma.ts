import { readdirSync } from 'node:fs'
import type { Finding } from './finding.ts'

const CHANNELS = '/sys/class/dma'

/** The channels of DMA engines that this machine has, by name, such as `dma0chan0`. */
export function dmaChannels(): string[] {
  try {
    return readdirSync(CHANNELS).sort()
  } catch {
    return []
  }
}

/** Whether there is an engine that could copy in the place of a processor, as KNEM does with I/OAT. */
export function checkDma(channels: readonly string[]): Finding {
  const some = channels.length > 0
  return {
    name: 'dma',
    status: some ? 'ok' : 'no',
    found: some ? `There are ${channels.length} DMA channels: ${channels.join(', ')}.` : 'There is no DMA engine.',
    why: `${CHANNELS} ${some ? 'lists them' : 'lists no channel'}.`,
    effect: some
      ? 'None: Linux lets no program copy between processes by them; copy() uses processors.'
      : 'None: copy() uses processors.',
    change: [],
    facts: { channels: channels.length, names: channels.join(' ') },
  }
}
