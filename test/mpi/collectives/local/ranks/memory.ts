/** Where the buffers of a case lie, on each rank. */
import { alloc } from '../../../../../src/mpi/index.ts'
import { port } from '../../../../../src/mpi/world.ts'

/** In the arena; on the heap of the process; by turns, the first here or there. */
export const KINDS = ['arena', 'ordinary', 'arena first', 'ordinary first', 'across slots'] as const
export type Kind = (typeof KINDS)[number]

/** What the workbench shows at a time. */
const SLOT = 32 * 1024 * 1024

/** Makes a buffer of rank `rank` with these bytes. @param which of a rank's buffers, which lie in different places as well */
export function placed(kind: Kind, rank: number, which: number, content: Uint8Array): Uint8Array {
  const inArena =
    kind === 'arena' || kind === 'across slots' || (rank + which + (kind === 'arena first' ? 0 : 1)) % 2 === 0
  if (!inArena) return content.slice()
  const bytes = kind === 'across slots' ? across(content.length) : alloc(Uint8Array, content.length)
  bytes.set(content)
  return bytes
}

/** Memory in the arena of which a border of slots goes through the middle. */
function across(length: number): Uint8Array {
  const { arena } = port.transport
  const probe = alloc(Uint8Array, 64)
  // Not in the middle of a run of 64 bytes, and not where pieces end.
  const wanted = SLOT - 64 * Math.max(1, Math.floor(length / 150))
  const bytes = alloc(Uint8Array, wanted - arena.offsetOf(probe) + length + 64)
  const part = bytes.subarray(wanted - arena.offsetOf(bytes), wanted - arena.offsetOf(bytes) + length)
  if (
    length > 64 &&
    Math.floor((arena.offsetOf(part) + length - 1) / SLOT) === Math.floor(arena.offsetOf(part) / SLOT)
  ) {
    throw new Error('it does not lie across the border of two slots')
  }
  return part
}

/** Fills the heap, so that nothing long can be taken from it. @returns how to empty it again */
export function fillHeap(): () => void {
  const hogs: Disposable[] = []
  for (let bytes = 2 ** 26; bytes >= 2 ** 13; bytes /= 2) {
    while (port.transport.arena.available >= bytes) {
      try {
        hogs.push(alloc(Uint8Array, bytes))
      } catch {
        break
      }
    }
  }
  return () => {
    for (const hog of hogs) hog[Symbol.dispose]()
  }
}
