import { define, systemError } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

const socketpair = define<(domain: number, type: number, protocol: number, fds: number) => number>(
  'socketpair',
  'int',
  ['int', 'int', 'int', 'int64_t'],
)

const AF_UNIX = 1
const SOCK_STREAM = 1
const SOCK_CLOEXEC = 0x80000

/** Two connected Unix sockets, close-on-exec: socketpair(2). */
export function createSocketPair(): [number, number] {
  const fds = new NativeMemory(8)
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.address) < 0)
    throw systemError('socketpair', 'socketpair()')
  return [fds.i32[0], fds.i32[1]]
}
