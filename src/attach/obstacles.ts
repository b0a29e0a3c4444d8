import { readlinkSync, statSync } from 'node:fs'
import { probe } from '../os/process-vm.ts'
import { readIfThere, statusOf } from './proc-status.ts'

/** What the kernel looks at when one process wants to attach to another: ptrace(2), «Ptrace access mode checking». */
export interface ObstacleFacts {
  /** Whether this process may not even read its own memory by the call. */
  refusedOnItself: boolean
  /** Whether this process has CAP_SYS_PTRACE. */
  privileged: boolean
  /** Whether the target lies in another user namespace. */
  otherNamespace: boolean
  /** This process's real user and group, and the target's real, effective and saved ones. */
  mine: { user: number; group: number }
  theirs: { users: readonly number[]; groups: readonly number[] }
  /** Whether the target is dumpable; true when that cannot be seen. */
  dumpable: boolean
  /** Whether the target has a capability that this process has not. */
  moreCapable: boolean
  /** kernel.yama.ptrace_scope; 0 in a kernel without Yama. */
  yama: number
  /** Whether the target was started by this process or one of its children. */
  descendant: boolean
}

const SUPERUSER = 'run this one with CAP_SYS_PTRACE (sudo; docker run --cap-add=SYS_PTRACE)'

/** Each thing that forbids attaching, with its remedy; all of them must go. Empty when none of these is the cause. */
export function obstacles(facts: ObstacleFacts): string[] {
  if (facts.refusedOnItself) {
    return [
      'a seccomp filter forbids process_vm_readv to this process: permit process_vm_readv and process_vm_writev in the ' +
        "container's profile (Docker's own does so on kernels from 4.8), or start it with --security-opt seccomp=unconfined",
    ]
  }
  const found: string[] = []
  if (facts.otherNamespace) {
    found.push(
      'it lies in another user namespace (another container): start both in one, or attach as root from outside of it',
    )
  } else if (!facts.privileged) {
    found.push(...userObstacles(facts))
  }
  return [...found, ...yamaObstacles(facts)]
}

function userObstacles({ mine, theirs, dumpable, moreCapable }: ObstacleFacts): string[] {
  const user = theirs.users.find((id) => id !== mine.user)
  const group = theirs.groups.find((id) => id !== mine.group)
  if (user !== undefined) {
    return [
      `it runs as user ${user}, and this process as user ${mine.user}: run both as the same user, or ${SUPERUSER}`,
    ]
  }
  if (group !== undefined) {
    return [
      `it runs as group ${group}, and this process as group ${mine.group}: run both as the same group, or ${SUPERUSER}`,
    ]
  }
  if (!dumpable) {
    return [
      'it is not dumpable, because it changed its user after it started, its program file may not be read, or it asked for ' +
        `that: start it as its final user, have it call prctl(PR_SET_DUMPABLE, 1), or ${SUPERUSER}`,
    ]
  }
  return moreCapable ? [`it has capabilities that this process has not: take them from it, or ${SUPERUSER}`] : []
}

function yamaObstacles({ yama, privileged, otherNamespace, descendant }: ObstacleFacts): string[] {
  const scope = `kernel.yama.ptrace_scope is ${yama}`
  if (yama === 3) {
    return [
      `${scope}, nobody may attach: set kernel.yama.ptrace_scope = 1 in /etc/sysctl.d and restart the machine (it cannot be ` +
        'lowered before)',
    ]
  }
  if (privileged && !otherNamespace) return []
  if (yama === 2) return [`${scope}, only CAP_SYS_PTRACE may attach: ${SUPERUSER}, or lower it to 1 (sysctl, as root)`]
  if (yama === 1 && !descendant) {
    return [
      `${scope}, a process may attach only to those that it started or that permit it: start the target from this process, ` +
        'have the target call permitAttach() with the pid of this one, or set it to 0 (sysctl, as root)',
    ]
  }
  return []
}

const CAP_SYS_PTRACE = 1n << 19n

/** What /proc tells of this process and of `pid`; for a process that is gone, what would have permitted it. */
export function obstacleFacts(pid: number): ObstacleFacts {
  const mine = statusOf('self') ?? {}
  const theirs = statusOf(pid) ?? mine
  const users = ids(theirs.Uid)
  const effective = users[1]
  const capabilities = capabilitiesOf(mine.CapPrm)
  return {
    refusedOnItself: probe(process.pid) !== 0,
    privileged: (capabilitiesOf(mine.CapEff) & CAP_SYS_PTRACE) !== 0n,
    otherNamespace: inOtherNamespace(pid),
    mine: { user: ids(mine.Uid)[0], group: ids(mine.Gid)[0] },
    theirs: { users, groups: ids(theirs.Gid) },
    dumpable: ownerOf(`/proc/${pid}/stat`) === effective,
    moreCapable: (capabilitiesOf(theirs.CapPrm) & ~capabilities) !== 0n,
    yama: Number(readIfThere('/proc/sys/kernel/yama/ptrace_scope') ?? 0),
    descendant: isDescendant(pid),
  }
}

/** The real, effective and saved id out of a line that also has the one for files. */
function ids(line = ''): number[] {
  return line.split(/\s+/).slice(0, 3).map(Number)
}

function capabilitiesOf(hex = '0'): bigint {
  return BigInt(`0x${hex}`)
}

/** The files of a process that is not dumpable belong to root. A root's process cannot be told apart so. */
function ownerOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.uid
}

/** By the namespace's own name where this process may see it; else by the ids that are mapped into it. */
function inOtherNamespace(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/user`) !== readlinkSync('/proc/self/ns/user')
  } catch {
    const theirs = readIfThere(`/proc/${pid}/uid_map`)
    return theirs !== undefined && theirs !== readIfThere('/proc/self/uid_map')
  }
}

function isDescendant(pid: number): boolean {
  for (let parent = pid; parent > 1; parent = Number(statusOf(parent)?.PPid ?? 0)) {
    if (parent === process.pid) return true
  }
  return false
}
