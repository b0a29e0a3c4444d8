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
  readonly #target: Target

  /** @param pidfd tells whether the process is still there; -1 where windows are only read, or the kernel has none */
  constructor(fd: number, pid: number, base: number, pidfd: number) {
    this.fd = fd
    this.base = base
    this.#target = { pid, pidfd }
  }

  /** @throws AttachError `ESRCH`, `EPERM` as `attach` does; SystemError `EMFILE` */
  static open({ pid, start, writable }: WindowPlace): MemBacking {
    const fd = openMem(pid)
    return new MemBacking(fd, pid, Number(start), writable ? pidfdOf(pid) : -1)
  }

  transfer(write: boolean, view: Uint8Array, offset: number): number {
    return write ? this.#write([view], offset) : transferFile(false, this.fd, view, this.base + offset)
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

  revoke(): void {
    // Whoever has the descriptor keeps it: nothing takes it back.
  }

  close(): void {
    closeSync(this.fd)
    if (this.#target.pidfd >= 0) closeSync(this.#target.pidfd)
  }

  #write(views: readonly Uint8Array[], offset: number): number {
    // A process that started another program keeps its pid; only the descriptor tells that its memory is gone.
    if (transferFile(false, this.fd, LOOK, this.base + offset) === 0) return -ESRCH
    const length = views.reduce((sum, view) => sum + view.length, 0)
    return scatter(true, this.#target, views, [{ address: BigInt(this.base + offset), length }])
  }
}

const LOOK = new Uint8Array(1)

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
