import type { Traffic } from 'crossmem/mpi'

/** The protocol that carried most bytes, or most messages where there were no bytes; undefined where nothing was sent. */
export function mostUsed(before: readonly Traffic[], after: readonly Traffic[]): string | undefined {
  const used = after.map(({ protocol, bytes, messages }) => {
    const then = before.find((entry) => entry.protocol === protocol)
    return { protocol, bytes: bytes - (then?.bytes ?? 0), messages: messages - (then?.messages ?? 0) }
  })
  used.sort((a, b) => b.bytes - a.bytes || b.messages - a.messages)
  return used[0].messages > 0 ? used[0].protocol : undefined
}
