import { CrossmemRangeError } from '../../errors.ts'

/** @throws CrossmemRangeError ERR_OVERLAP when a buffer that is sent shares memory with the one that is received into */
export function checkApart(send: Uint8Array, recv: Uint8Array): void {
  if (!overlap(send, recv)) return
  throw new CrossmemRangeError(
    'ERR_OVERLAP',
    `send and recv share ${sharedBytes(send, recv)} bytes of memory: send IN_PLACE if what is sent lies where its part of ` +
      'recv is, or give buffers that are apart',
  )
}

/**
 * The same for buffers of which only parts are sent and received.
 * @throws CrossmemRangeError ERR_OVERLAP
 */
export function checkPartsApart(outgoing: readonly Uint8Array[], incoming: readonly Uint8Array[]): void {
  const taken = new Set(incoming.map(({ buffer }) => buffer))
  const suspects = outgoing.filter(({ buffer }) => taken.has(buffer))
  for (const part of suspects) for (const into of incoming) checkApart(part, into)
}

/**
 * @param name of what says where the parts are
 * @throws CrossmemRangeError ERR_OVERLAP when two parts of what is received would be written to the same memory
 */
export function checkDisjoint(parts: readonly Uint8Array[], name: string): void {
  const byBuffer = new Map<ArrayBufferLike, number[]>()
  parts.forEach(({ buffer, length }, rank) => {
    if (length === 0) return
    const ranks = byBuffer.get(buffer)
    if (ranks === undefined) byBuffer.set(buffer, [rank])
    else ranks.push(rank)
  })
  for (const ranks of byBuffer.values()) {
    ranks.sort((a, b) => parts[a].byteOffset - parts[b].byteOffset)
    for (let i = 1; i < ranks.length; i++) {
      if (!overlap(parts[ranks[i - 1]], parts[ranks[i]])) continue
      throw new CrossmemRangeError(
        'ERR_OVERLAP',
        `${name} let the parts of ranks ${ranks[i - 1]} and ${ranks[i]} overlap in recv, so that one would destroy the other: ` +
          'give each a place of its own',
      )
    }
  }
}

function overlap(a: Uint8Array, b: Uint8Array): boolean {
  return a.buffer === b.buffer && sharedBytes(a, b) > 0
}

/** How many bytes are in both, if they are of one buffer. */
function sharedBytes(a: Uint8Array, b: Uint8Array): number {
  return Math.min(a.byteOffset + a.length, b.byteOffset + b.length) - Math.max(a.byteOffset, b.byteOffset)
}
