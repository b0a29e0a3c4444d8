import { fstatSync } from 'node:fs'
import { isReadWrite } from '../../os/descriptor.ts'
import type { Backing, BackingKind, WindowPlace } from './backing.ts'

/** The longest line that is read. */
export const MAX_LINE = 512

/** What a line says: where in the descriptor a window lies, and what it shows. */
export interface SentWindow {
  kind: BackingKind
  base: number
  place: WindowPlace
}

/** A window in words for the other side, which may be any program: one object of JSON. */
export function encodeWindow({ kind, base }: Backing, { pid, start, length, writable }: WindowPlace): string {
  // The descriptor of a window of this kind is read-only, whoever has it.
  const access = writable && kind !== 'mem' ? 'readwrite' : 'read'
  return JSON.stringify({ crossmem: 'vmfd', backing: kind, base, length, access, pid, start: String(start) })
}

/** @returns null for what is no window, or does not fit the descriptor that came with it */
export function decodeWindow(fd: number, line: string): SentWindow | null {
  let sent: Record<string, unknown>
  try {
    sent = Object(JSON.parse(line)) as Record<string, unknown>
  } catch {
    return null
  }
  const { crossmem, backing, base, length, access, pid, start } = sent
  if (crossmem !== 'vmfd' || !isOneOf(backing, ['memfd', 'mem', 'fuse']) || !isOneOf(access, ['read', 'readwrite']))
    return null
  if (!isCount(base) || !isCount(length) || length === 0 || !isCount(base + length) || !isCount(pid)) return null
  if (typeof start !== 'string' || !/^\d{1,20}$/.test(start)) return null
  const writable = access === 'readwrite' && backing !== 'mem'
  if (writable && !isReadWrite(fd)) return null
  // Another user's file server lets nobody look at its file, but read it, and keeps to the window itself.
  if (backing !== 'fuse' && !holds(fd, backing === 'mem' ? 0 : base + length)) return null
  return { kind: backing, base, place: { pid, start: BigInt(start), length, writable } }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isOneOf<T extends string>(value: unknown, among: readonly T[]): value is T {
  return among.includes(value as T)
}

/** Whether a descriptor is a file of so many bytes; that of /proc/PID/mem is one without a length. */
function holds(fd: number, bytes: number): boolean {
  const stat = fstatSync(fd)
  return stat.isFile() && stat.size >= bytes
}
