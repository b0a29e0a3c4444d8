import { closeSync } from 'node:fs'
import { constants } from 'node:os'
import { CrossmemError, CrossmemRangeError } from '../errors.ts'
import { type Bytes, bytesOf } from '../memory/bytes.ts'
import { errnoName } from '../os/libc.ts'
import { settledAddress } from './address-of.ts'
import { AttachError, type Attempt } from './attach-error.ts'
import { denialOf } from './denial.ts'
import { explainFault, hex } from './fault.ts'
import { type Mapping, readMappings } from './mappings.ts'
import { checkAddress, checkLength, checkList, checkRanges, type RemoteRange } from './remote-range.ts'
import { isGone, scatter, type Target } from './scatter.ts'

const { EACCES, EFAULT, ENOENT, EPERM, ESRCH } = constants.errno

/**
 * Another process's memory, as `attach` gives it.
 *
 * `read`, `readInto` and `write` move everything or throw; `readv` and `writev` mean what the system calls mean. All copy once,
 * straight between the two memories, while this thread waits. Nothing here is atomic: what the target writes meanwhile may
 * arrive in part.
 *
 * Addresses are bigint, lengths are bytes. Once the target has ended, everything fails with `ESRCH`, also when its pid
 * means another process by then. A target that starts another program (execve) keeps its pid, but not its memory.
 */
export class ProcessMemory implements Disposable {
  readonly #target: Target
  #closed = false

  /** Call `attach` instead, which finds out whether it is permitted. */
  constructor(pid: number, pidfd: number) {
    this.#target = { pid, pidfd }
  }

  /** The target's pid. */
  get pid(): number {
    return this.#target.pid
  }

  /**
   * Copies `length` bytes of the target.
   * @throws AttachError `EFAULT` when part of it cannot be read, with the address and what is mapped there; `ESRCH`, `EPERM`
   * @throws CrossmemTypeError, CrossmemRangeError `ERR_ADDRESS`, `ERR_LENGTH`, also when there is no room for so many bytes
   */
  read(address: bigint, length: number): Uint8Array<ArrayBuffer> {
    checkLength(length)
    const bytes = allocate(length)
    this.readInto(bytes, address)
    return bytes
  }

  /**
   * Fills a view or buffer with the target's bytes from `address` on. After an error it holds what was read until then.
   * @throws as {@link read}; CrossmemTypeError `ERR_NOT_BYTES`, `ERR_DETACHED`
   */
  readInto(view: Bytes, address: bigint): void {
    this.#moveAll(false, view, address)
  }

  /**
   * Writes a view's or buffer's bytes into the target, from `address` on. After an error, its `transferred` first bytes are
   * written. Pages that the target may only read are an error, as for the target itself.
   * @throws as {@link readInto}
   */
  write(address: bigint, view: Bytes): void {
    this.#moveAll(true, view, address)
  }

  /**
   * Reads the target's ranges, one after the other, into the views, one after the other: process_vm_readv(2). The ranges
   * need not match the views in number or size; the shorter of the two lists ends the transfer.
   * @returns the bytes moved: fewer than the lists hold when memory that cannot be accessed came after at least one page
   *   that can (go on from there, and get the error)
   * @throws AttachError when nothing was moved: `EFAULT`, `ESRCH`, `EPERM`
   * @throws CrossmemTypeError, CrossmemRangeError `ERR_LIST`, `ERR_NOT_BYTES`, `ERR_DETACHED`, `ERR_ADDRESS`, `ERR_LENGTH`
   * @example
   * const moved = target.readv([header, body], [{ address, length: header.byteLength + body.byteLength }])
   */
  readv(localViews: readonly Bytes[], remoteRanges: readonly RemoteRange[]): number {
    return this.#scatter(false, localViews, remoteRanges)
  }

  /**
   * Writes the views, one after the other, into the target's ranges, one after the other: process_vm_writev(2).
   * @returns and @throws as {@link readv}
   */
  writev(localViews: readonly Bytes[], remoteRanges: readonly RemoteRange[]): number {
    return this.#scatter(true, localViews, remoteRanges)
  }

  /**
   * What the target has mapped, by address: /proc/PID/maps at this moment.
   * @throws AttachError `ESRCH`, `EPERM`
   */
  mappings(): Mapping[] {
    this.#requireOpen()
    let mappings: Mapping[]
    try {
      mappings = readMappings(this.pid)
    } catch (error) {
      throw this.#unreadableMappings(-(error as NodeJS.ErrnoException).errno!)
    }
    // Whoever has ended, but is not yet taken note of, shows an empty list.
    if (mappings.length === 0 || isGone(this.#target)) throw this.#unreadableMappings(ESRCH)
    return mappings
  }

  /** Lets go of the target; every later call fails with `ERR_CLOSED`. */
  [Symbol.dispose](): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#target.pidfd >= 0) closeSync(this.#target.pidfd)
  }

  #moveAll(write: boolean, view: Bytes, address: bigint): void {
    this.#requireOpen()
    checkAddress(address)
    const bytes = bytesOf(view)
    const length = bytes.byteLength
    let moved = 0
    // A short count says where it ended, the next call says why.
    while (moved < bytes.byteLength) {
      const rest = moved === 0 ? bytes : bytes.subarray(moved)
      const got = scatter(write, this.#target, [rest], [{ address: address + BigInt(moved), length: rest.byteLength }])
      if (got < 0) throw this.#transferError(-got, write, rest, { address, length, transferred: moved })
      moved += got
    }
  }

  #scatter(write: boolean, localViews: readonly Bytes[], remoteRanges: readonly RemoteRange[]): number {
    this.#requireOpen()
    const ranges = checkRanges(remoteRanges)
    checkList(localViews, 'local views')
    const views = localViews.map(bytesOf)
    const moved = scatter(write, this.#target, views, ranges)
    if (moved >= 0) return moved
    const view = views.find(({ byteLength }) => byteLength > 0)!
    const { address } = ranges.find((range) => range.length > 0)!
    const length = Math.min(
      views.reduce((sum, { byteLength }) => sum + byteLength, 0),
      ranges.reduce((sum, range) => sum + range.length, 0),
    )
    throw this.#transferError(-moved, write, view, { address, length, transferred: 0 })
  }

  #requireOpen(): void {
    if (this.#closed)
      throw new CrossmemError('ERR_CLOSED', `this access to process ${this.pid} was disposed: attach anew`)
  }

  /** @param rest what was still to be moved when the call failed */
  #transferError(
    errno: number,
    write: boolean,
    rest: Uint8Array,
    attempt: Omit<Required<Attempt>, 'pid'>,
  ): AttachError {
    const { address, length, transferred } = attempt
    const what = `${write ? 'writing' : 'reading'} ${length} bytes at ${hex(address)} of process ${this.pid}`
    const tried = transferred === 0 ? `${what} failed` : `${what} failed after ${transferred} bytes`
    const syscall = write ? 'process_vm_writev' : 'process_vm_readv'
    if (errno !== EFAULT || isGone(this.#target)) return this.#refusal(errno, syscall, tried, attempt)
    const remote = address + BigInt(transferred)
    const reason = explainFault({ pid: this.pid, write, remote, local: BigInt(settledAddress(rest)) })
    const message = `${tried}: EFAULT at ${hex(remote)}, ${reason}`
    return new AttachError('EFAULT', errno, syscall, message, { pid: this.pid, ...attempt })
  }

  #unreadableMappings(errno: number): AttachError {
    const code = errno === EACCES ? EPERM : errno === ENOENT ? ESRCH : errno
    return this.#refusal(code, 'open', `reading the mappings of process ${this.pid} failed`)
  }

  #refusal(errno: number, syscall: string, tried: string, attempt: Omit<Attempt, 'pid'> = {}): AttachError {
    const gone = isGone(this.#target)
    const reason = gone ? 'ESRCH, it has ended: start it again, and attach anew' : denialOf(this.pid, errno)
    const number = gone ? ESRCH : errno
    return new AttachError(errnoName(number), number, syscall, `${tried}: ${reason}.`, { pid: this.pid, ...attempt })
  }
}

function allocate(length: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length)
  } catch (cause) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `there is no room for an array of ${length} bytes (${(cause as Error).message}): read it in parts with readInto()`,
    )
  }
}
