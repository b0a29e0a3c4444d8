import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import { CrossmemError, CrossmemTypeError } from '../../errors.ts'
import { kindOf } from '../../memory/bytes.ts'
import type { CancelSignal } from '../../os/cancel-signal.ts'
import { duplicate, isReadWrite, ready } from '../../os/descriptor.ts'
import { receiveDescriptor, sendDescriptor } from '../../os/fd-passing.ts'
import { systemError } from '../../os/libc.ts'
import type { Backing, WindowPlace } from './backing.ts'
import { FileBacking } from './file-backing.ts'
import { MemBacking } from './mem-backing.ts'
import { MemfdBacking } from './memfd-backing.ts'
import { decodeWindow, encodeWindow, MAX_LINE } from './window-line.ts'

/** A net.Socket of a Unix domain socket, or the number of a descriptor of one. */
export type Socket = number | { readonly writableLength?: number }

export interface HandOverOptions {
  /** Gives up waiting for the other side. */
  signal?: CancelSignal
}

const { EAGAIN, EINTR, EMFILE } = constants.errno
const NEWLINE = 10

/** Sends a window: its descriptor together with a line that tells what it is. */
export async function handOver(
  backing: Backing,
  place: WindowPlace,
  socket: Socket,
  { signal }: HandOverOptions,
): Promise<void> {
  const to = descriptorOf(socket)
  // The window may be closed while the other side makes no room.
  const fd = passable(backing, place)
  try {
    // What the program wrote to the socket before goes before.
    if (typeof socket !== 'number' && (socket.writableLength ?? 0) > 0) await flushed(socket as NodeJS.WriteStream)
    const line = Buffer.from(`${encodeWindow(backing, place)}\n`)
    const sent = await patiently(to, 'writable', () => sendDescriptor(to, fd, line), signal)
    for (let done = sent; done < line.length; ) {
      done += await patiently(to, 'writable', () => sendDescriptor(to, fd, line.subarray(done)), signal)
    }
  } finally {
    closeSync(fd)
    closeSync(to)
  }
}

/** Receives what {@link handOver} sent. */
export async function takeOver(
  socket: Socket,
  { signal }: HandOverOptions,
): Promise<{ backing: Backing; place: WindowPlace }> {
  const from = descriptorOf(socket)
  let fd = -1
  try {
    const line: number[] = []
    const byte = new Uint8Array(new ArrayBuffer(1))
    // A byte at a time: what follows the line is not this window's, and is left in the socket.
    while (line.at(-1) !== NEWLINE) {
      const got = await receiveByte(from, byte, signal)
      if (fd < 0) fd = got
      else if (got >= 0) closeSync(got)
      line.push(byte[0])
      if (line.length > MAX_LINE) throw noWindow('a line without an end')
    }
    if (fd < 0) throw noWindow('no descriptor')
    return opened(fd, Buffer.from(line).toString())
  } catch (error) {
    if (fd >= 0) closeSync(fd)
    throw error
  } finally {
    closeSync(from)
  }
}

async function receiveByte(from: number, byte: Uint8Array, signal: CancelSignal | undefined): Promise<number> {
  let fd = -1
  const receive = (): number => {
    const received = receiveDescriptor(from, byte)
    fd = received.fd
    return received.lost ? -EMFILE : received.length
  }
  const count = await patiently(from, 'readable', receive, signal)
  if (count === 0) throw noWindow('the end of the connection')
  return fd
}

function opened(fd: number, line: string): { backing: Backing; place: WindowPlace } {
  const window = decodeWindow(fd, line)
  if (window === null) throw noWindow(`'${line.trim().slice(0, 100)}' with a descriptor that does not fit it`)
  const { kind, base, place } = window
  if (kind === 'memfd') {
    return { backing: new MemfdBacking(fd, base, place.length, place.writable), place }
  }
  return { backing: kind === 'mem' ? new MemBacking(fd, base, null) : new FileBacking('fuse', fd), place }
}

/** A descriptor that permits no more than the window does. */
function passable(backing: Backing, { writable }: WindowPlace): number {
  if (!writable && isReadWrite(backing.fd)) return openSync(`/proc/self/fd/${backing.fd}`, 'r')
  return duplicate(backing.fd)
}

/** A descriptor of the socket that is this call's own, so that node may close its own, and watch it, as it likes. */
function descriptorOf(socket: Socket): number {
  if (typeof socket === 'number' && Number.isInteger(socket) && socket >= 0) return duplicate(socket)
  // Node tells the number nowhere else.
  const fd = (Object(socket) as { _handle?: { fd?: number } })._handle?.fd
  if (typeof fd === 'number' && fd >= 0) return duplicate(fd)
  throw new CrossmemTypeError(
    'ERR_SOCKET',
    `windows are passed through a connected net.Socket of a Unix domain socket, or the number of its descriptor, not ${kindOf(socket)}`,
  )
}

function flushed(socket: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write('', (error) => (error ? reject(error) : resolve()))
  })
}

/** Tries again, whenever the socket is ready, until it is no matter of waiting any more. */
async function patiently(
  fd: number,
  what: 'readable' | 'writable',
  attempt: () => number,
  signal: CancelSignal | undefined,
): Promise<number> {
  for (;;) {
    if (signal?.aborted === true) throw signal.reason
    const got = attempt()
    if (got >= 0) return got
    const call = what === 'readable' ? 'recvmsg' : 'sendmsg'
    if (got !== -EAGAIN && got !== -EINTR) throw systemError(call, `passing a window through a socket`, -got)
    await ready(fd, what, signal)
  }
}

function noWindow(what: string): CrossmemError {
  return new CrossmemError(
    'ERR_NO_WINDOW',
    `a window was expected from the socket, and ${what} came: the other side must call sendTo(), and this socket must be ` +
      'paused before it is connected',
  )
}
