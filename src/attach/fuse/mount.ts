import { closeSync, mkdtempSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { CrossmemError, SystemError } from '../../errors.ts'
import { openFuseDevice } from '../../os/fuse-device.ts'
import { attachMount, mountDetached, unmountDetached } from '../../os/fuse-mount.ts'
import { Guard } from './guard.ts'
import { fusermount, helperUnmount, mountByHelper } from './helper.ts'

const { EPERM, ENOSYS } = constants.errno

/** A file system of one file. */
export interface Mounted {
  /** The /dev/fuse descriptor. */
  device: number
  /** A path by which this process opens the file. */
  file: string
  /** Takes the file from its path; it is still there for those who have it open. May be called again. */
  unmount(): void
}

/**
 * Mounts a file system of one file: with the right to mount, directly, and without a path where no path is asked for; else through
 * fusermount3, which ordinary users may use.
 * @throws CrossmemError ERR_FUSE, with what keeps from it
 */
export function mountWindow(writable: boolean, at: string | undefined): Mounted {
  // This process may change its directory until the end, and the guard has another one.
  const path = at === undefined ? undefined : resolve(at)
  try {
    return mountDirectly(writable, path)
  } catch (error) {
    const { errno } = error as SystemError
    if (!(error instanceof SystemError) || (errno !== EPERM && errno !== ENOSYS)) throw refused(error)
    const helper = fusermount()
    if (helper === null) throw refused(error)
    try {
      return mountThroughHelper(helper, writable, path)
    } catch (second) {
      throw refused(second)
    }
  }
}

function mountDirectly(writable: boolean, path: string | undefined): Mounted {
  const device = openFuseDevice()
  try {
    // A file that no path leads to is used by those only who are given it, whoever they are.
    const mount = mountDetached(device, { writable, everybody: path === undefined })
    const mounted = { device, file: `/proc/self/fd/${mount}`, unmount: once(() => closeSync(mount)) }
    if (path === undefined) return mounted
    try {
      return named(mounted, mount, path)
    } catch (error) {
      closeSync(mount)
      throw error
    }
  } catch (error) {
    closeSync(device)
    throw error
  }
}

/** Gives a mount a path, and sees to it that it is taken from there at the end, also at that of a process that is killed. */
function named(mounted: Mounted, mount: number, path: string): Mounted {
  makeMountPoint(path)
  try {
    const guard = new Guard(['umount', '-l', '--', path], path)
    try {
      attachMount(mount, path)
    } catch (error) {
      guard.dismiss()
      throw error
    }
    const unmount = once(() => {
      ignoreMissing(() => unmountDetached(path))
      ignoreMissing(() => unlinkSync(path))
      guard.dismiss()
      mounted.unmount()
    })
    return { ...mounted, unmount }
  } catch (error) {
    unlinkSync(path)
    throw error
  }
}

function mountThroughHelper(helper: string, writable: boolean, path: string | undefined): Mounted {
  const folder = path === undefined ? mkdtempSync(join(tmpdir(), 'crossmem-vmfd-')) : null
  const point = path ?? join(folder!, 'window')
  makeMountPoint(point)
  const removePoint = () => {
    ignoreMissing(() => unlinkSync(point))
    if (folder !== null) ignoreMissing(() => rmdirSync(folder))
  }
  const guard = new Guard([helper, '-u', '-z', '-q', '--', point], point, folder)
  try {
    const device = mountByHelper(helper, point, writable)
    const unmount = once(() => {
      helperUnmount(helper, point)
      removePoint()
      guard.dismiss()
    })
    return { device, file: point, unmount }
  } catch (error) {
    removePoint()
    guard.dismiss()
    throw error
  }
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}

/** A new empty file, which the mount hides. */
function makeMountPoint(path: string): void {
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new CrossmemError(
      'ERR_FUSE',
      `there is something at ${path} already: a window is mounted at a path of its own`,
    )
  }
}

/** What is gone already has been taken away by somebody else, which is as good. */
function ignoreMissing(remove: () => void): void {
  try {
    remove()
  } catch {
    // As above.
  }
}

function refused(error: unknown): CrossmemError {
  if (error instanceof CrossmemError && error.code === 'ERR_FUSE') return error
  const { message } = error as Error
  return new CrossmemError(
    'ERR_FUSE',
    `a window cannot be served as a file here: ${message}. Mounting takes /dev/fuse, and CAP_SYS_ADMIN or fusermount3 (package ` +
      'fuse3): crossmem doctor tells which is missing',
    { cause: error },
  )
}
