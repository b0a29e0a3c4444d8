import { closeSync, openSync, statSync } from 'node:fs'
import { tryFuseMount } from '../../os/mount-probe.ts'
import { executables } from './executables.ts'
import type { Finding } from './finding.ts'
import { field, type ReadText } from './proc.ts'

/** What was found of FUSE. */
export interface FuseProbe {
  /** Opening /dev/fuse: null, or the error's name. */
  readonly device: string | null
  /** Asking mount(2) for a FUSE file system: null where that is permitted, else the error's name. */
  readonly mount: string | null
  /** The path of fusermount3 (or fusermount), which mounts for ordinary users; null where there is none. */
  readonly helper: string | null
  /** Whether that program runs with root's rights. */
  readonly helperIsRoot: boolean
}

/** Whether this user may mount and serve a file system. */
export function checkFuse(read: ReadText): Finding {
  const helper = executables(['fusermount3', 'fusermount'])[0] ?? null
  const stat = helper === null ? null : statSync(helper)
  const SET_USER_ID = 0o4000
  return fuseFinding(
    {
      device: openDevice(),
      mount: tryFuseMount(),
      helper,
      helperIsRoot: stat !== null && stat.uid === 0 && (stat.mode & SET_USER_ID) !== 0,
    },
    read,
  )
}

function openDevice(): string | null {
  try {
    closeSync(openSync('/dev/fuse', 'r+'))
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown'
  }
}

export function fuseFinding(probe: FuseProbe, read: ReadText): Finding {
  const noNewPrivileges = field(read('/proc/self/status'), 'NoNewPrivs') === '1'
  const helps = probe.helper !== null && probe.helperIsRoot && !noNewPrivileges
  const may = probe.mount === null || helps
  return {
    name: 'fuse',
    status: probe.device !== null ? 'no' : may ? 'ok' : 'limited',
    found:
      probe.device !== null
        ? `/dev/fuse cannot be opened: ${probe.device}.`
        : may
          ? `/dev/fuse opens, and ${probe.mount === null ? 'mount(2) is permitted' : `${probe.helper} mounts for this user`}.`
          : `/dev/fuse opens, but nothing may be mounted: mount(2) gives ${probe.mount}.`,
    why: `${deviceCause(probe)}${helperCause(probe, noNewPrivileges)}`,
    effect: `vmfd() ${probe.device === null && may ? 'serves' : 'cannot serve'} windows as files here; its other windows need no FUSE.`,
    change: [],
    facts: { ...probe, noNewPrivileges },
  }
}

function deviceCause({ device, mount }: FuseProbe): string {
  if (device === 'ENOENT') return 'The device is missing: the kernel has no FUSE, or the container was not given it. '
  if (device === 'EPERM') return 'The control group of this container does not allow the device. '
  if (device === 'EACCES') return 'This user has no right to the device. '
  if (mount !== null) return 'Mounting takes CAP_SYS_ADMIN in the user namespace of the mounts. '
  return ''
}

function helperCause({ helper, helperIsRoot }: FuseProbe, noNewPrivileges: boolean): string {
  if (helper === null) return 'fusermount3, which mounts for ordinary users, is not installed.'
  if (!helperIsRoot) return `${helper} is not a set-user-ID program of root.`
  if (noNewPrivileges) return `${helper} gains no rights here: this process has no_new_privs.`
  return `${helper} mounts for ordinary users.`
}
