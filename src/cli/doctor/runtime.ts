import type { Finding } from './finding.ts'

/** The oldest kernel that has every call crossmem likes to make: MADV_POPULATE_WRITE came with it. */
const KERNEL = [5, 14]
/** The oldest Node.js that crossmem is made for. */
const NODE = [20, 19]

/** The operating system. @param release the kernel's, as os.release() tells it */
export function linuxFinding(platform: string, release: string): Finding {
  if (platform !== 'linux') {
    return {
      name: 'linux',
      status: 'no',
      found: `This is ${platform}.`,
      why: 'crossmem stands on memfd, futex and process_vm_readv, which only Linux has.',
      effect: 'crossmem installs here, and every call of it throws ERR_LINUX_ONLY.',
      change: [
        {
          command: 'docker run -it --rm node:22 bash',
          note: 'or any other Linux: a container or a virtual machine does',
        },
      ],
      facts: { platform, kernel: null },
    }
  }
  const recent = isFrom(release, KERNEL)
  return {
    name: 'linux',
    status: recent ? 'ok' : 'limited',
    found: `Linux ${release}.`,
    why: recent
      ? 'Every system call that crossmem makes exists from Linux 5.14.'
      : 'MADV_POPULATE_WRITE came with Linux 5.14, pidfd_open with 5.3.',
    effect: recent
      ? "Pages of a peer's memory are entered in one call, not one by one."
      : "Pages of a peer's memory are entered one by one, as they are touched: first transfers are slower.",
    change: [],
    facts: { platform, kernel: release },
  }
}

/** The Node.js in use. @param typescript whether it strips types by itself (process.features.typescript) */
export function nodeFinding(version: string, typescript: boolean): Finding {
  const supported = isFrom(version, NODE)
  const programs = typescript ? 'JavaScript and TypeScript programs' : 'JavaScript programs'
  const loader = typescript ? '' : ', and TypeScript ones with a loader (--import)'
  return {
    name: 'node',
    status: supported ? 'ok' : 'limited',
    found: `Node.js ${version}.`,
    why: supported
      ? `crossmem is made for Node.js from ${NODE.join('.')}; this one ${typescript ? 'strips' : 'does not strip'} types by itself.`
      : `crossmem is made for Node.js from ${NODE.join('.')}, and tested on no older one.`,
    effect: `crossmem run starts ${programs}${loader}.`,
    change: [],
    facts: { version, typescript },
  }
}

/** The processor architecture that Node.js was built for. */
export function architectureFinding(arch: string): Finding {
  const supported = arch === 'x64' || arch === 'arm64'
  return {
    name: 'architecture',
    status: supported ? 'ok' : 'no',
    found: `Node.js is built for ${arch}.`,
    why: 'crossmem knows the system call numbers of x64 and arm64.',
    effect: supported ? 'Nothing is in the way.' : 'crossmem may fail in any way here: it was never tried.',
    change: [],
    facts: { arch },
  }
}

/** Whether a version such as `v20.19.1` or `6.1.0-13-amd64` is at least `[major, minor]`. */
function isFrom(version: string, [major, minor]: number[]): boolean {
  const [, first, second] = /(\d+)\.(\d+)/.exec(version) ?? ['', '0', '0']
  return Number(first) > major || (Number(first) === major && Number(second) >= minor)
}
