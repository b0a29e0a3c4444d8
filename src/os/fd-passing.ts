import { closeSync } from 'node:fs'
import { addressOfBytes } from './address.ts'
import { define, errno } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

type Message = (socket: number, header: number, flags: number) => number
const sendmsg = define<Message>('sendmsg', 'int64_t', ['int', 'int64_t', 'int'])
const recvmsg = define<Message>('recvmsg', 'int64_t', ['int', 'int64_t', 'int'])

const SOL_SOCKET = 1
const SCM_RIGHTS = 1
const MSG_CTRUNC = 0x8
const MSG_DONTWAIT = 0x40
const MSG_NOSIGNAL = 0x4000
const MSG_CMSG_CLOEXEC = 0x40000000

/**
 * `struct msghdr`, then one `struct iovec`, then the control message: `struct cmsghdr` (length, level, type) and descriptors.
 */
const HEADER_BYTES = 56
const IOVEC = 56
const CONTROL = 72
const CONTROL_HEADER = 16
/** Room for more than the one that is wanted, so that what a peer sends too much is seen and closed. */
const CONTROL_BYTES = CONTROL_HEADER + 8 * 4

function messageOf(bytes: Uint8Array, controlBytes: number): NativeMemory {
  const message = new NativeMemory(CONTROL + CONTROL_BYTES)
  message.set64(16, message.address + IOVEC)
  message.set64(24, 1)
  message.set64(32, message.address + CONTROL)
  message.set64(40, controlBytes)
  message.set64(HEADER_BYTES, addressOfBytes(bytes))
  message.set64(HEADER_BYTES + 8, bytes.length)
  return message
}

/**
 * Sends a descriptor with some bytes through a Unix socket, without waiting: sendmsg(2), SCM_RIGHTS.
 * @returns the bytes that went, of which the first carries the descriptor; or minus the errno (EAGAIN: no room yet)
 */
export function sendDescriptor(socket: number, fd: number, bytes: Uint8Array): number {
  void bytes.buffer
  const message = messageOf(bytes, CONTROL_HEADER + 4 + 4)
  message.set64(CONTROL, CONTROL_HEADER + 4)
  message.i32[(CONTROL + 8) / 4] = SOL_SOCKET
  message.i32[(CONTROL + 12) / 4] = SCM_RIGHTS
  message.i32[(CONTROL + CONTROL_HEADER) / 4] = fd
  const sent = sendmsg(socket, message.address, MSG_DONTWAIT | MSG_NOSIGNAL)
  return sent < 0 ? -errno() : sent
}

export interface Received {
  /** How many bytes came; 0 at the end of the stream; or minus the errno (EAGAIN: nothing is there yet). */
  length: number
  /** The descriptor that came with them, close-on-exec; -1 for none. */
  fd: number
  /** Whether a descriptor came that this process had no room for. */
  lost: boolean
}

/** Receives bytes, and the descriptor that may come with them, without waiting: recvmsg(2). Further descriptors are closed. */
export function receiveDescriptor(socket: number, bytes: Uint8Array): Received {
  void bytes.buffer
  const message = messageOf(bytes, CONTROL_BYTES)
  const length = recvmsg(socket, message.address, MSG_DONTWAIT | MSG_CMSG_CLOEXEC)
  if (length < 0) return { length: -errno(), fd: -1, lost: false }
  const fds = descriptorsIn(message)
  for (const surplus of fds.slice(1)) closeSync(surplus)
  const lost = (message.u32[48 / 4] & MSG_CTRUNC) !== 0 && fds.length === 0
  return { length, fd: fds[0] ?? -1, lost }
}

function descriptorsIn(message: NativeMemory): number[] {
  const filled = message.u32[40 / 4]
  const length = message.u32[CONTROL / 4]
  const ofRights = message.i32[(CONTROL + 8) / 4] === SOL_SOCKET && message.i32[(CONTROL + 12) / 4] === SCM_RIGHTS
  if (filled < CONTROL_HEADER || !ofRights) return []
  const first = (CONTROL + CONTROL_HEADER) / 4
  return [...message.i32.subarray(first, first + (length - CONTROL_HEADER) / 4)]
}
