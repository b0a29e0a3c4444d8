import type { Finding } from './finding.ts'

/** Whether the foreign function interface works: koffi is loaded, and calls a C function whose result is known. */
export async function checkFfi(): Promise<Finding> {
  try {
    const { define, ffi } = await import('../../os/libc.ts')
    const getpid = define<() => number>('getpid', 'int', [])
    const pid = getpid()
    if (pid !== process.pid) throw new Error(`getpid() returned ${pid} in process ${process.pid}`)
    return ffiFinding(ffi().version)
  } catch (error) {
    return ffiFinding(null, (error as Error).message)
  }
}

/** @param version koffi's; null when it does not work, for the reason that is given */
export function ffiFinding(version: string | null, reason = ''): Finding {
  if (version === null) {
    return {
      name: 'ffi',
      status: 'no',
      found: 'C functions cannot be called from Node.js.',
      why: reason,
      effect: 'crossmem cannot work: every system call goes this way.',
      change: [
        {
          command: 'npm install --include=optional',
          note: 'koffi brings a binary for each platform as an optional package',
        },
      ],
      facts: { koffi: null },
    }
  }
  return {
    name: 'ffi',
    status: 'ok',
    found: `koffi ${version} calls C functions: getpid() gave this process's number.`,
    why: 'koffi brings a binary for this platform; nothing is compiled.',
    effect: 'System calls go through koffi.',
    change: [],
    facts: { koffi: version },
  }
}
