import { closeSync } from 'node:fs'
import { define, systemError } from './libc.ts'

type Fsconfig = (
  call: number,
  context: number,
  command: number,
  key: string | null,
  value: string | null,
  aux: number,
) => number
const fsopen = define<(call: number, type: string, flags: number) => number>('syscall', 'int64_t', [
  'int64_t',
  'str',
  'int64_t',
])
const fsconfig = define<Fsconfig>('syscall', 'int64_t', ['int64_t', 'int64_t', 'int64_t', 'str', 'str', 'int64_t'])
const fsmount = define<(call: number, context: number, flags: number, attributes: number) => number>(
  'syscall',
  'int64_t',
  ['int64_t', 'int64_t', 'int64_t', 'int64_t'],
)
const moveMount = define<
  (call: number, from: number, fromPath: string, to: number, toPath: string, flags: number) => number
>('syscall', 'int64_t', ['int64_t', 'int64_t', 'str', 'int64_t', 'str', 'int64_t'])
const umount2 = define<(path: string, flags: number) => number>('umount2', 'int', ['str', 'int'])

/** The same on every architecture, as all calls added since Linux 5.0. */
const MOVE_MOUNT = 429
const FSOPEN = 430
const FSCONFIG = 431
const FSMOUNT = 432
const CLOEXEC = 1
const SET_FLAG = 0
const SET_STRING = 1
const CREATE = 6
const MOUNT_ATTR = { RDONLY: 1, NOSUID: 2, NODEV: 4, NOEXEC: 8 }
const MOVE_MOUNT_F_EMPTY_PATH = 4
const AT_FDCWD = -100
const MNT_DETACH = 2
const UMOUNT_NOFOLLOW = 8
const S_IFREG = 0o100000

export interface FuseMountOptions {
  writable: boolean
  /** Whether every user may use the files, not only this one. */
  everybody: boolean
}

/**
 * Mounts the file system behind a /dev/fuse descriptor, whose root is a file, where no path leads to: fsopen(2), fsmount(2). It
 * is gone with the returned descriptor and the last file that was opened through it.
 * @throws SystemError EPERM without CAP_SYS_ADMIN, ENOSYS before Linux 5.2, ENODEV in a kernel without FUSE
 */
export function mountDetached(device: number, { writable, everybody }: FuseMountOptions): number {
  const context = checked(fsopen(FSOPEN, 'fuse', CLOEXEC), 'fsopen')
  try {
    const set = (key: string, value: string) =>
      checked(fsconfig(FSCONFIG, context, SET_STRING, key, value, 0), 'fsconfig')
    set('source', 'crossmem')
    set('subtype', 'vmfd')
    set('fd', String(device))
    set('rootmode', S_IFREG.toString(8))
    set('user_id', String(process.geteuid!()))
    set('group_id', String(process.getegid!()))
    if (everybody) checked(fsconfig(FSCONFIG, context, SET_FLAG, 'allow_other', null, 0), 'fsconfig')
    else checked(fsconfig(FSCONFIG, context, SET_FLAG, 'default_permissions', null, 0), 'fsconfig')
    checked(fsconfig(FSCONFIG, context, CREATE, null, null, 0), 'fsconfig')
    const { RDONLY, NOSUID, NODEV, NOEXEC } = MOUNT_ATTR
    const attributes = NOSUID | NODEV | NOEXEC | (writable ? 0 : RDONLY)
    return checked(fsmount(FSMOUNT, context, CLOEXEC, attributes), 'fsmount')
  } finally {
    closeSync(context)
  }
}

/** Gives a detached mount a path, that of a file which is there. @throws SystemError */
export function attachMount(mount: number, path: string): void {
  checked(moveMount(MOVE_MOUNT, mount, '', AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH), 'move_mount')
}

/** Takes a mount away from its path at once, whoever still uses it: umount2(2), MNT_DETACH. @throws SystemError */
export function unmountDetached(path: string): void {
  if (umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) < 0) throw systemError('umount2', `unmounting ${path}`)
}

function checked(result: number, call: string): number {
  if (result < 0) throw systemError(call, `mounting a file system of FUSE by ${call}()`)
  return result
}
