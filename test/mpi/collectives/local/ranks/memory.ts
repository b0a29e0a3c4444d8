/** Where the buffers of a case lie, on each rank. */
import { alloc } from '../../../../../src/mpi/index.ts'
import { port } from '../../../../../src/mpi/world.ts'

/** In the arena; on the heap of the process; by turns, the first here or there. */
export const KINDS = ['arena', 'ordinary', 'arena first', 'ordinary first', 'across slots'] as const
export type Kind = (typeof KINDS)[number]

/** What the workbench shows at a time. */
const SLOT = 32 * 1024 * 1024

/** Two borders of slots lie in it, wherever it begins. */
const region = alloc(Uint8Array, 2 * SLOT + 8 * 1024 * 1024)

/** Makes a buffer of rank `rank` with these bytes. @param which of a rank's two buffers, which lie in different places as well */
export function placed(kind: Kind, rank: number, which: 0 | 1, content: Uint8Array): Uint8Array {
  if (kind === 'across slots') return across(which, content)
  const inArena =
    kind === 'arena' || (kind !== 'ordinary' && (rank + which + (kind === 'arena first' ? 0 : 1)) % 2 === 0)
  if (!inArena) return content.slice()
  const bytes = alloc(Uint8Array, content.length)
  bytes.set(content)
  return bytes
}

/** The same memory each time. */
function across(which: 0 | 1, content: Uint8Array): Uint8Array {
  const begin = port.transport.arena.offsetOf(region)
  const border = (Math.floor(begin / SLOT) + 1 + which) * SLOT
  // Neither in the middle, nor where pieces end.
  const at = border - begin - 8 * Math.floor(content.length / 24)
  const bytes = region.subarray(at, at + content.length)
  bytes.set(content)
  return bytes
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
