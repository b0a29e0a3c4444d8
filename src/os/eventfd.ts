import { define, ffi, systemError } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

const eventfd = define<(initial: number, flags: number) => number>('eventfd', 'int', ['uint32_t', 'int'])
const write = define<(fd: number, from: number, length: number) => number>('write', 'int64_t', [
  'int',
  'int64_t',
  'int64_t',
])
const read = define<(fd: number, to: number, length: number) => number>('read', 'int64_t', [
  'int',
  'int64_t',
  'int64_t',
])

const EFD_NONBLOCK = 0x800
const EFD_CLOEXEC = 0x80000
let counter: NativeMemory | undefined

/** A counter that an event loop can wait for: eventfd(2), nonblocking. @returns the descriptor */
export function createEventfd(): number {
  const fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)
  if (fd < 0) throw systemError('eventfd', 'eventfd()')
  return fd
}

/** Makes the descriptor readable. */
export function signalEventfd(fd: number): void {
  counter ??= new NativeMemory(16)
  counter.set64(0, 1)
  write(fd, counter.address, 8)
}

/** Makes the descriptor unreadable again. */
export function clearEventfd(fd: number): void {
  counter ??= new NativeMemory(16)
  read(fd, counter.address + 8, 8)
}

export interface Watch {
  /** Whether the watch keeps the process alive. */
  hold(alive: boolean): void
  close(): void
}

/** Calls `ready` from the event loop whenever the descriptor is readable. It does not keep the process alive by itself. */
export function watch(fd: number, ready: () => void): Watch {
  let open = true
  // Not at once: Node 26 does not run what awaits a promise that is resolved within the poll's own callback.
  const handle = ffi().node.poll(fd, { readable: true }, () => setImmediate(() => open && ready()))
  handle.unref()
  return {
    hold: (alive) => {
      if (alive) handle.ref()
      else handle.unref()
    },
    close: () => {
      open = false
      handle.close()
    },
  }
}
