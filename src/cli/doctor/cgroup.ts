import { posix } from 'node:path'
import { type ReadText, readNumber } from './proc.ts'

/** The directories of the control groups that this process is in for one controller, its own first, then those above. */
interface Hierarchy {
  readonly version: 1 | 2
  readonly directories: readonly string[]
}

interface Mount {
  readonly root: string
  readonly point: string
  readonly type: string
  readonly options: readonly string[]
}

/** The processors' worth of time a second that control groups leave to this process: Infinity without a quota. */
export function processorQuota(read: ReadText): number {
  return least(hierarchies(read, 'cpu'), (version, directory) => {
    const [quota, period] =
      version === 2
        ? (read(`${directory}/cpu.max`)?.trim().split(' ').map(Number) ?? [])
        : [readNumber(read, `${directory}/cpu.cfs_quota_us`), readNumber(read, `${directory}/cpu.cfs_period_us`)]
    return quota !== null && period !== null && quota > 0 && period > 0 ? quota / period : Number.POSITIVE_INFINITY
  })
}

/** The tightest memory limit of this process's control groups in bytes, and the least that is left under any of them. */
export function memoryLimit(read: ReadText): { limit: number; left: number } {
  const groups = hierarchies(read, 'memory')
  return {
    limit: least(groups, (version, directory) => memoryMaximum(read, version, directory)),
    left: least(groups, (version, directory) => {
      const used = readNumber(read, `${directory}/${version === 2 ? 'memory.current' : 'memory.usage_in_bytes'}`) ?? 0
      return memoryMaximum(read, version, directory) - used + droppable(read, version, directory)
    }),
  }
}

function memoryMaximum(read: ReadText, version: 1 | 2, directory: string): number {
  // Version 1 writes "no limit" as the largest multiple of a page that fits 63 bits.
  const UNLIMITED = 2 ** 62
  const file = version === 2 ? 'memory.max' : 'memory.limit_in_bytes'
  const bytes = readNumber(read, `${directory}/${file}`)
  return bytes === null || bytes >= UNLIMITED ? Number.POSITIVE_INFINITY : bytes
}

/** File pages that nobody used lately count as used, and yet the kernel gives them up as soon as memory is asked for. */
function droppable(read: ReadText, version: 1 | 2, directory: string): number {
  const name = version === 2 ? 'inactive_file' : 'total_inactive_file'
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(read(`${directory}/memory.stat`) ?? '')?.[1] ?? 0)
}

function least(groups: Hierarchy[], measure: (version: 1 | 2, directory: string) => number): number {
  const all = groups.flatMap(({ version, directories }) => directories.map((directory) => measure(version, directory)))
  return Math.min(Number.POSITIVE_INFINITY, ...all)
}

function hierarchies(read: ReadText, controller: string): Hierarchy[] {
  const mounts = (read('/proc/self/mountinfo') ?? '').split('\n').filter(Boolean).map(parseMount)
  const found: Hierarchy[] = []
  for (const line of (read('/proc/self/cgroup') ?? '').split('\n').filter(Boolean)) {
    const [, controllers, ...path] = line.split(':')
    const version = controllers === '' ? 2 : 1
    if (version === 1 && !controllers.split(',').includes(controller)) continue
    const mount = mounts.find(({ type, options }) =>
      version === 2 ? type === 'cgroup2' : type === 'cgroup' && options.includes(controller),
    )
    if (mount !== undefined) found.push({ version, directories: upwards(mount, path.join(':')) })
  }
  return found
}

/** `36 35 98:0 /root /point rw,noatime shared:1 - type source superoptions`: any number of fields before the dash. */
function parseMount(line: string): Mount {
  const [before, after] = line.split(' - ')
  const [, , , root, point] = before.split(' ')
  const [type, , options] = after.split(' ')
  return { root, point, type, options: options.split(',') }
}

/** A container may see its own group at the mount point while /proc tells the path from the machine's root. */
function upwards(mount: Mount, path: string): string[] {
  const below = posix.relative(mount.root, path)
  const parts = below === '' || below.startsWith('..') ? [] : below.split('/')
  return Array.from({ length: parts.length + 1 }, (_, up) =>
    posix.join(mount.point, ...parts.slice(0, parts.length - up)),
  )
}
