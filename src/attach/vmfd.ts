import { CrossmemError, CrossmemRangeError, CrossmemTypeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import { requireLinux } from '../os/libc.ts'
import { hex } from './fault.ts'
import { serveFile } from './fuse/serve-file.ts'
import { checkAddress, checkLength } from './remote-range.ts'
import type { Backing, BackingKind, WindowPlace } from './vmfd/backing.ts'
import { MemBacking } from './vmfd/mem-backing.ts'
import { MemfdBacking } from './vmfd/memfd-backing.ts'
import { openMemoryFile } from './vmfd/memory-file.ts'
import { Vmfd } from './vmfd/vmfd.ts'

export interface VmfdOptions {
  /** What may be done with the window: `read`, unless it is `readwrite`. */
  access?: 'read' | 'readwrite'
  /** What it is to stand on; without it the best that there is, `memfd` or else `mem`. */
  backing?: BackingKind
  /** A path at which any program finds the window as a file, until it is closed: for `fuse`, which this asks for. */
  mount?: string
}

const MAX_PID = 0x7fffffff
/** The kernel's file offsets have 63 bits, and a number holds whole ones up to here. No program's memory lies above. */
const MAX_END = BigInt(Number.MAX_SAFE_INTEGER)

/**
 * A file descriptor for a part of a process's address space, of this one or of another that it may attach to, in an object
 * with `pread`, `pwrite` and their like.
 *
 * @param pid the process
 * @param start the address of the window's first byte
 * @param length the window's length, in bytes from 1
 * @throws AttachError `ESRCH`, `EPERM` as `attach` does; CrossmemError `ERR_BACKING` when the backing that is asked for cannot
 *   be had, with the reason; `ERR_FUSE` where no file system may be mounted; SystemError `EMFILE`
 * @throws CrossmemTypeError, CrossmemRangeError `ERR_PID`, `ERR_ADDRESS`, `ERR_LENGTH`, `ERR_VMFD_OPTION`
 * @example
 * using window = vmfd(pid, address, 1000)
 * const header = new Uint8Array(64)
 * const count = window.pread(header, 0)
 */
export function vmfd(pid: number, start: bigint, length: number, options: VmfdOptions = {}): Vmfd {
  requireLinux()
  const place = checkedPlace(pid, start, length, options)
  return new Vmfd(openBacking(place, options), place)
}

function checkedPlace(pid: number, start: bigint, length: number, options: VmfdOptions): WindowPlace {
  if (!Number.isInteger(pid) || pid < 1 || pid > MAX_PID) {
    throw new CrossmemRangeError('ERR_PID', `a pid is a whole number from 1 to ${MAX_PID}, not ${kindOf(pid)}`)
  }
  checkAddress(start)
  checkLength(length)
  if (length === 0 || start + BigInt(length) > MAX_END) {
    const range = `${length} bytes at ${hex(start)}`
    throw new CrossmemRangeError('ERR_LENGTH', `a window has at least one byte, all below 2^53; ${range} are none`)
  }
  const { access = 'read', backing, mount } = options
  if (access !== 'read' && access !== 'readwrite') {
    throw new CrossmemTypeError('ERR_VMFD_OPTION', `access is 'read' or 'readwrite', not ${kindOf(access)}`)
  }
  if (backing !== undefined && !['memfd', 'mem', 'fuse'].includes(backing)) {
    throw new CrossmemTypeError('ERR_VMFD_OPTION', `a backing is 'memfd', 'mem' or 'fuse', not ${kindOf(backing)}`)
  }
  if (mount !== undefined && (typeof mount !== 'string' || (backing ?? 'fuse') !== 'fuse')) {
    throw new CrossmemTypeError(
      'ERR_VMFD_OPTION',
      `mount is the path of a file of a 'fuse' window, not ${kindOf(mount)}`,
    )
  }
  return { pid, start, length, writable: access === 'readwrite' }
}

function openBacking(place: WindowPlace, { backing: wanted, mount }: VmfdOptions): Backing {
  if (wanted === 'fuse' || mount !== undefined) return serveFile(openBacking(place, {}), place, mount)
  if (wanted === 'mem') return MemBacking.open(place)
  const file = openMemoryFile(place)
  if (file !== null) return new MemfdBacking(file.fd, file.base, place.length, place.writable)
  if (wanted === undefined) return MemBacking.open(place)
  throw new CrossmemError(
    'ERR_BACKING',
    `the ${place.length} bytes at ${hex(place.start)} of process ${place.pid} are no part of a memory file that it has mapped ` +
      `shared${place.writable ? ' to write' : ''}, and whose descriptor can be had: allocate them as SharedMemory, or leave the backing away`,
  )
}
