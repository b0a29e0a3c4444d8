import { closeSync, constants, openSync, readlinkSync } from 'node:fs'
import { WasiError } from './errno.ts'

/** As many symbolic links as Linux follows. */
const MOST_LINKS = 40

/**
 * Calls `use` with a path for what a program names below one of its directories. There is no way out of the directory: each part of the path
 * is looked up in the one before it, by descriptor, and what symbolic links say is gone through in the same way. So it does not matter
 * either who renames what meanwhile.
 * @param directory an open directory
 * @param follow whether a symbolic link at the end stands for what it names
 * @param use gets a path whose last part must not be followed
 * @throws WasiError ENOTCAPABLE for a path that leads out of the directory
 */
export function within<T>(directory: number, path: string, follow: boolean, use: (place: string) => T): T {
  if (path === '') throw new WasiError('ENOENT')
  const opened: number[] = []
  const top = () => opened.at(-1) ?? directory
  try {
    let left = partsOf(path)
    let links = 0
    while (left.length > 0) {
      const [name, ...rest] = left
      left = rest
      if (name === '..') {
        const inner = opened.pop()
        if (inner === undefined) throw new WasiError('ENOTCAPABLE')
        closeSync(inner)
        continue
      }
      const place = `/proc/self/fd/${top()}/${name}`
      const isLast = left.length === 0
      const target = !isLast || follow || path.endsWith('/') ? linkAt(place) : null
      if (target !== null) {
        if (++links > MOST_LINKS) throw new WasiError('ELOOP')
        left = [...partsOf(target), ...left]
      } else if (isLast) return use(place)
      else opened.push(openSync(place, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW))
    }
    return use(`/proc/self/fd/${top()}/.`)
  } finally {
    for (const fd of opened) closeSync(fd)
  }
}

/** @throws WasiError ENOTCAPABLE for an absolute path */
function partsOf(path: string): string[] {
  if (path.startsWith('/') || path.includes('\0')) throw new WasiError('ENOTCAPABLE')
  return path.split('/').filter((name) => name !== '' && name !== '.')
}

/** What a symbolic link names; null for what is none, or does not exist. */
function linkAt(place: string): string | null {
  try {
    return readlinkSync(place)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EINVAL' || code === 'ENOENT') return null
    throw error
  }
}
