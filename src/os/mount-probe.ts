import { define, errno, errnoName } from './libc.ts'

type Mount = (source: string, target: string, type: string, flags: number, data: string) => number
const mount = define<Mount>('mount', 'int', ['str', 'str', 'str', 'uint64_t', 'str'])

/**
 * Whether this process may mount a FUSE file system: mount(2), asked in a way that can never succeed (without the
 * descriptor of a server, and on a file), but that the kernel checks for permission first.
 * @returns null if it may; else the error's name: EPERM, EACCES, ENODEV (a kernel without FUSE)
 */
export function tryFuseMount(): string | null {
  mount('crossmem-doctor', '/dev/null', 'fuse', 0, '')
  const name = errnoName(errno())
  return name === 'EINVAL' || name === 'ENOTDIR' ? null : name
}
