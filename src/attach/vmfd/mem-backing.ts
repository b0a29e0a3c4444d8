import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { errnoName } from '../../os/libc.ts'
import { openPidfd } from '../../os/pidfd.ts'
import { AttachError } from '../attach-error.ts'
import { denialOf } from '../denial.ts'
import { scatter, type Target } from '../scatter.ts'
import type { Backing, WindowPlace } from './backing.ts'
import { transferFile, transferFileLater, transferFileList } from './file-transfer.ts'

const { EACCES, EMFILE, ENFILE, ENOENT, EPERM, ESRCH } = constants.errno

/** How much a write of the promise form moves in one turn of the event loop. */
const TURN_BYTES = 256 * 1024

/**
 * A window on /proc/PID/mem, opened to read only. That file ignores what pages permit and reaches the whole process, so that a writable
 * one would hand over all control: writes go by process_vm_writev(2), which heeds what pages permit.
 */
export class MemBacking implements Backing {
  readonly kind = 'mem'
  readonly fd: number
  readonly base: number
  /** Null for a window that was received: its pid may mean another process here. */
  readonly #target: Target | null

  constructor(fd: number, base: number, target: Target | null) {
    this.fd = fd
    this.base = base
    this.#target = target
  }

  /** @throws AttachError `ESRCH`, `EPERM` as `attach` does; SystemError `EMFILE` */
  static open({ pid, start }: WindowPlace): MemBacking {
    return new MemBacking(openMem(pid), Number(start), { pid, pidfd: pidfdOf(pid) })
  }

  transfer(write: boolean, view: Uint8Array, offset: number): number {
    if (write) return this.#write([view], offset)
    if (view.length >= ATTACH_FROM && this.#readWhole(view, offset)) return view.length
    return transferFile(false, this.fd, view, this.base + offset)
  }

  transferList(write: boolean, views: readonly Uint8Array[], offset: number): number {
    return write ? this.#write(views, offset) : transferFileList(false, this.fd, views, this.base + offset)
  }

  async transferLater(write: boolean, views: readonly Uint8Array[], offset: number): Promise<number> {
    if (!write) return transferFileLater(false, this.fd, views, this.base + offset)
    let moved = 0
    for (const view of views) {
      for (let begin = 0; begin < view.length; begin += TURN_BYTES) {
        const part = view.subarray(begin, begin + TURN_BYTES)
        await nextTurn()
        const got = this.#write([part], offset + moved)
        if (got < 0) return moved > 0 ? moved : got
        moved += got
        if (got < part.length) return moved
      }
    }
    return moved
  }

  localAddress(offset: number): number {
    return this.#target?.pid === process.pid ? this.base + offset : 0
  }

  revoke(): void {
    // Whoever has the descriptor keeps it: nothing takes it back.
  }

  close(): void {
    closeSync(this.fd)
    if (this.#target !== null && this.#target.pidfd >= 0) closeSync(this.#target.pidfd)
  }

  /** @returns whether all was read: if not, the file tells how far it can be */
  #readWhole(view: Uint8Array, offset: number): boolean {
    if (this.#target === null) return false
    const address = BigInt(this.base + offset)
    return (
      scatter(false, this.#target, [view], [{ address, length: view.length }]) === view.length && !this.#isGone(offset)
    )
  }

  #write(views: readonly Uint8Array[], offset: number): number {
    if (this.#target === null || this.#isGone(offset)) return -ESRCH
    const length = views.reduce((sum, view) => sum + view.length, 0)
    return scatter(true, this.#target, views, [{ address: BigInt(this.base + offset), length }])
  }

  /** A process that started another program keeps its pid; only the file tells that its memory is another one. */
  #isGone(offset: number): boolean {
    return transferFile(false, this.fd, LOOK, this.base + offset) === 0
  }
}

const LOOK = new Uint8Array(new ArrayBuffer(1))
/** From here on process_vm_readv(2) is faster than the file, in spite of its cost for each call. */
const ATTACH_FROM = 64 * 1024

function openMem(pid: number): number {
  try {
    return openSync(`/proc/${pid}/mem`, 'r')
  } catch (error) {
    const number = -(error as NodeJS.ErrnoException).errno!
    if (number === EMFILE || number === ENFILE) throw error
    const errno = number === EACCES ? EPERM : number === ENOENT ? ESRCH : number
    const message = `cannot open the memory of process ${pid}: ${denialOf(pid, errno)}.`
    throw new AttachError(errnoName(errno), errno, 'open', message, { pid })
  }
}

/** -1 where the kernel does not grant it. */
function pidfdOf(pid: number): number {
  try {
    return openPidfd(pid)
  } catch {
    return -1
  }
}
