import { constants } from 'node:os'
import { AttachError } from '../attach/attach-error.ts'
import { denialOf } from '../attach/denial.ts'
import { type Mapping, readMappings } from '../attach/mappings.ts'
import { errnoName } from '../os/libc.ts'
import { parsePid } from './memory/arguments.ts'
import { runMemoryCommand } from './memory/command.ts'
import { Output } from './memory/output.ts'

export const summary = 'lists what a process has mapped, and where'

const HELP = `Usage: crossmem maps PID [--json]

Lists the mappings of a process by address: /proc/PID/maps, readable. Rights are r (read), w (write), x (execute), and
s (shared) or p (private).

  --json       an object a line, for programs
  -h, --help   this text
`

const { EACCES, ENOENT, EPERM, ESRCH } = constants.errno
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** `crossmem maps`: gives the exit code. */
export function maps(args: string[]): Promise<number> {
  return runMemoryCommand(
    {
      name: 'maps',
      help: HELP,
      positionals: 1,
      options: { json: { type: 'boolean' } },
      act: async ([pid], { json }) => {
        const list = mappingsOf(parsePid(pid))
        await new Output().write(list.map(json === true ? jsonLine : tableLine).join(''))
        return 0
      },
    },
    args,
  )
}

function mappingsOf(pid: number): Mapping[] {
  let errno: number = ESRCH
  try {
    const list = readMappings(pid)
    // Whoever has ended, or is a thread of the kernel, shows an empty list.
    if (list.length > 0) return list
  } catch (error) {
    const number = -(error as NodeJS.ErrnoException).errno!
    errno = number === EACCES ? EPERM : number === ENOENT ? ESRCH : number
  }
  const message = `cannot read the mappings of process ${pid}: ${denialOf(pid, errno)}.`
  throw new AttachError(errnoName(errno), errno, 'open', message, { pid })
}

function tableLine(mapping: Mapping): string {
  const { start, end, readable, writable, executable, shared, path } = mapping
  const range = `${start.toString(16).padStart(12, '0')}-${end.toString(16).padStart(12, '0')}`
  const rights = `${readable ? 'r' : '-'}${writable ? 'w' : '-'}${executable ? 'x' : '-'}${shared ? 's' : 'p'}`
  return `${range}  ${size(Number(end - start)).padStart(8)}  ${rights}  ${path?.replaceAll('\n', '\\n') ?? ''}`
    .trimEnd()
    .concat('\n')
}

/** In the largest unit that makes a number from 1 to 1023. */
function size(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1)
  return `${Math.floor(bytes / 1024 ** power)} ${UNITS[power]}`
}

function jsonLine({ start, end, offset, inode, ...rest }: Mapping): string {
  const addresses = {
    start: hex(start),
    end: hex(end),
    length: Number(end - start),
    offset: hex(offset),
    inode: String(inode),
  }
  return `${JSON.stringify({ ...addresses, ...rest })}\n`
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`
}
