import { type Mapping, readMappings } from './mappings.ts'

/** What a transfer stopped at: an address in the target, and one in this process. */
export interface FaultPlace {
  pid: number
  write: boolean
  remote: bigint
  local: bigint
}

/** Why the kernel answered EFAULT, by what the two processes have mapped; in sentences, to go on with after a comma. */
export function explainFault({ pid, write, remote, local }: FaultPlace): string {
  const theirs = obstacleAt(mappingsOf(pid), remote, write)
  if (theirs !== null) return `${theirs}. Does the process still hold that memory? See target.mappings().`
  const mine = obstacleAt(mappingsOf(process.pid), local, !write)
  if (mine !== null) return `because of this process's own buffer: at ${hex(local)} ${mine}. Use another buffer.`
  return (
    'although that is mapped and may be accessed. It is device memory, it lies beyond the end of the file that is mapped ' +
    'there, or the mapping changed meanwhile: see target.mappings().'
  )
}

/** An address as people write it. */
export function hex(address: bigint): string {
  return `0x${address.toString(16)}`
}

function obstacleAt(mappings: readonly Mapping[] | null, address: bigint, write: boolean): string | null {
  if (mappings === null) return null
  const mapping = mappings.find(({ start, end }) => start <= address && address < end)
  if (mapping === undefined) return 'nothing is mapped there'
  if (write ? mapping.writable : mapping.readable) return null
  const { start, end, readable, writable, path } = mapping
  const rights = readable ? 'read-only' : writable ? 'write-only' : 'without any permission'
  return `the mapping from ${hex(start)} to ${hex(end)} (${path ?? 'memory without a name'}) is ${rights}`
}

function mappingsOf(pid: number): Mapping[] | null {
  try {
    return readMappings(pid)
  } catch {
    return null
  }
}
