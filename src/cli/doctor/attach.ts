import { type AttachProbe, probeAttach } from './attach-probe.ts'
import { type Change, type Finding, failed, inWords } from './finding.ts'
import { CAPABILITY, hasCapability, isInUserNamespace, numberField, type ReadText, readNumber } from './proc.ts'

/** What /proc says about the right to attach. */
export interface AttachSettings {
  /** kernel.yama.ptrace_scope; null where the kernel has no Yama. */
  readonly yama: number | null
  /** The seccomp mode of this process: 0 none, 1 strict, 2 a filter; null where the kernel has no seccomp. */
  readonly seccomp: number | null
  readonly sysPtrace: boolean
  readonly userNamespace: boolean
}

const YAMA = [
  'kernel.yama.ptrace_scope is 0 (processes of one user may attach to each other)',
  'kernel.yama.ptrace_scope is 1 (processes may attach to their descendants, and to those that name them by prctl(PR_SET_PTRACER))',
  'kernel.yama.ptrace_scope is 2 (attaching takes CAP_SYS_PTRACE)',
  'kernel.yama.ptrace_scope is 3 (nobody may attach, until the next boot)',
]

const COPIES = 'Messages from ordinary memory go by process_vm_readv: one copy.'

/** What happens where ranks may not attach. */
function staged(error: string, child: string | null): string {
  const pid = child === null ? 'attach(pid) reaches descendants of the caller only' : `attach(pid) fails with ${error}`
  return `Messages between ordinary memories are staged through the arena: two copies; those from or to memory of alloc() take one, as ever. ${pid}.`
}

/** Whether one process may read and write another's memory: tried, and explained by the machine's settings. */
export async function checkAttach(read: ReadText): Promise<Finding> {
  const settings = readAttachSettings(read)
  try {
    return attachFinding(await probeAttach(), settings)
  } catch (error) {
    return untriedFinding((error as Error).message, settings)
  }
}

export function readAttachSettings(read: ReadText): AttachSettings {
  const status = read('/proc/self/status')
  return {
    yama: readNumber(read, '/proc/sys/kernel/yama/ptrace_scope'),
    seccomp: numberField(status, 'Seccomp'),
    sysPtrace: hasCapability(status, CAPABILITY.SYS_PTRACE),
    userNamespace: isInUserNamespace(read('/proc/self/uid_map')),
  }
}

export function attachFinding(probe: AttachProbe, settings: AttachSettings): Finding {
  const facts = { ...probe, ...settings }
  const around = `${surroundings(probe, settings)}.`
  if (probe.self !== null) {
    return {
      name: 'attach',
      status: 'no',
      found: `process_vm_readv itself fails, even on a process's own memory: ${probe.self}.`,
      why: filterCause(probe.self, settings),
      effect: staged(probe.self, probe.self),
      change: settings.seccomp === 2 ? FILTER_CHANGES : [],
      facts,
    }
  }
  if (probe.rank !== null) {
    return {
      name: 'attach',
      status: 'no',
      found: `Processes of this user may not read each other's memory: ${probe.rank}, tried between two of them.`,
      why: `${denialCause(probe, settings)} ${around}`,
      effect: staged(probe.rank, probe.child),
      change: denialChanges(probe, settings),
      facts,
    }
  }
  if (probe.stranger !== null) {
    return {
      name: 'attach',
      status: 'limited',
      found: `Ranks may read each other's memory; other processes of this user may not be read: ${probe.stranger}.`,
      why: around,
      effect: `${COPIES} Every rank permits the launcher and its descendants by prctl(PR_SET_PTRACER). attach(pid) reaches descendants of the caller only, and whoever permits it likewise.`,
      change: [
        { command: 'sysctl kernel.yama.ptrace_scope=0', note: 'as root, until the next boot; only for attach(pid)' },
      ],
      facts,
    }
  }
  return {
    name: 'attach',
    status: 'ok',
    found: "Processes of this user may read and write each other's memory: tried between two of them.",
    why: around,
    effect: `${COPIES} attach(pid) reaches the processes of this user${settings.userNamespace ? ' in this user namespace' : ''}.`,
    change: [],
    facts,
  }
}

function untriedFinding(reason: string, settings: AttachSettings): Finding {
  return {
    name: 'attach',
    status: 'limited',
    found: 'It could not be tried whether processes may read each other.',
    why: failed(reason),
    effect: 'Every rank tries its peers itself: process_vm_readv where that works, else the arena.',
    change: [],
    facts: { self: null, child: null, stranger: null, rank: null, dumpable: null, ...settings },
  }
}

function surroundings({ dumpable }: AttachProbe, { yama, seccomp, sysPtrace, userNamespace }: AttachSettings): string {
  const parts = [
    yama === null ? 'Yama is not in this kernel' : (YAMA[yama] ?? `kernel.yama.ptrace_scope is ${yama}`),
    seccomp === 2 ? 'a seccomp filter is active and lets the call through' : 'no seccomp filter is active',
    `CAP_SYS_PTRACE is ${sysPtrace ? '' : 'not '}held`,
    `processes are ${dumpable ? '' : 'not '}dumpable`,
    ...(userNamespace ? ['this is a user namespace of its own (processes outside of it are out of reach)'] : []),
  ]
  return inWords(parts)
}

function filterCause(error: string, { seccomp }: AttachSettings): string {
  if (seccomp === 2)
    return 'A seccomp filter is active (a container, a service manager or a sandbox sets it), and it forbids the call.'
  if (error === 'ENOSYS') return 'The kernel was built without CONFIG_CROSS_MEMORY_ATTACH, or is older than 3.2.'
  return 'No seccomp filter is active: a security module or an emulated kernel refuses the call.'
}

const FILTER_CHANGES: readonly Change[] = [
  {
    command: 'docker run --cap-add=SYS_PTRACE …',
    note: "Docker's and Podman's own filters then allow the call; on kernels from 4.8 they do so anyway",
  },
  {
    command: 'docker run --security-opt seccomp=profile.json …',
    note: 'another filter: one that allows process_vm_readv and process_vm_writev',
  },
]

function denialCause(probe: AttachProbe, { yama, sysPtrace }: AttachSettings): string {
  if (yama === 3) return 'Yama forbids attaching to everybody.'
  if (yama === 2 && !sysPtrace) return 'Yama asks for CAP_SYS_PTRACE.'
  if (!probe.dumpable) {
    return 'The kernel shields processes whose executable the user may run but not read, and those with other rights than the user (set-user-ID, file capabilities).'
  }
  if (yama === 1) return 'Yama did not heed prctl(PR_SET_PTRACER).'
  return 'No setting that crossmem knows explains it: a security module (SELinux, AppArmor) or a sandbox may.'
}

function denialChanges(probe: AttachProbe, { yama, sysPtrace }: AttachSettings): readonly Change[] {
  if (yama === 3) {
    return [
      { command: "echo 'kernel.yama.ptrace_scope = 1' > /etc/sysctl.d/99-ptrace.conf", note: 'as root, then reboot' },
    ]
  }
  if (yama === 2 && !sysPtrace) {
    return [
      { command: 'sysctl kernel.yama.ptrace_scope=1', note: 'as root, on the machine itself, until the next boot' },
      { command: 'docker run --cap-add=SYS_PTRACE …', note: 'in a container that runs as root' },
    ]
  }
  if (!probe.dumpable) {
    return [{ command: `chmod a+r '${process.execPath}'`, note: 'as its owner: what can be read can be attached to' }]
  }
  if (yama === 1) return [{ command: 'sysctl kernel.yama.ptrace_scope=0', note: 'as root, until the next boot' }]
  return [{ command: 'setsebool deny_ptrace off', note: 'as root, where SELinux is in use' }]
}
