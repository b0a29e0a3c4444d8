import { spawnSync } from 'node:child_process'
import { accessSync, closeSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { CrossmemError } from '../../errors.ts'
import { nonblocking } from '../../os/descriptor.ts'
import { receiveDescriptor } from '../../os/fd-passing.ts'
import { createSocketPair } from '../../os/socket-pair.ts'

/** The path of the program that mounts for ordinary users, or null. */
export function fusermount(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const paths = ['fusermount3', 'fusermount'].flatMap((name) => folders.map((folder) => join(folder, name)))
  return paths.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Has the helper mount a file system on a file; it sends the /dev/fuse descriptor through a socket that it inherits.
 * @throws CrossmemError ERR_FUSE with what the helper said
 */
export function mountByHelper(helper: string, path: string, writable: boolean): number {
  const [mine, theirs] = createSocketPair()
  try {
    const options = [
      writable ? 'rw' : 'ro',
      'nosuid',
      'nodev',
      'noexec',
      'default_permissions',
      'fsname=crossmem',
      'subtype=vmfd',
    ]
    const { stderr, error } = spawnSync(helper, ['-o', options.join(','), '--', path], {
      stdio: ['ignore', 'ignore', 'pipe', theirs],
      env: { ...process.env, _FUSE_COMMFD: '3' },
      encoding: 'utf8',
    })
    const { fd } = receiveDescriptor(mine, new Uint8Array(new ArrayBuffer(16)))
    if (fd >= 0) return nonblocking(fd)
    throw new CrossmemError(
      'ERR_FUSE',
      `${helper} mounted no file system at ${path}: ${error?.message ?? stderr.trim()}`,
    )
  } finally {
    closeSync(mine)
    closeSync(theirs)
  }
}

/** Takes the mount away at once, whoever still uses it. What is gone already is fine. */
export function helperUnmount(helper: string, path: string): void {
  spawnSync(helper, ['-u', '-z', '-q', '--', path], { stdio: 'ignore' })
}
