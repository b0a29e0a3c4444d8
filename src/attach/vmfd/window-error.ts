import { constants } from 'node:os'
import { SystemError } from '../../errors.ts'
import { errnoName } from '../../os/libc.ts'
import { settledAddress } from '../address-of.ts'
import { AttachError } from '../attach-error.ts'
import { denialOf } from '../denial.ts'
import { explainFault, hex } from '../fault.ts'
import type { BackingKind, WindowPlace } from './backing.ts'

const { ECONNABORTED, EFAULT, EIO, ENODEV, ENOSPC, ENOTCONN, ESRCH } = constants.errno

/** A transfer of a window that moved nothing. */
interface Failure {
  /** 0 when the memory is gone. */
  errno: number
  write: boolean
  view: Uint8Array
  offset: number
  backing: BackingKind
  place: WindowPlace
}

/** Why nothing was moved, in words. */
export function windowError({ errno, write, view, offset, backing, place }: Failure): AttachError {
  const { pid, start } = place
  const number = errno === 0 ? ESRCH : errno
  const name = errnoName(number)
  const { length } = view
  const address = start + BigInt(offset)
  const what =
    `${write ? 'writing' : 'reading'} ${length} bytes at offset ${offset} of the window (${hex(address)} of process ${pid}) ` +
    `failed: ${name}, `
  const reason = (): string => {
    if (number === ESRCH) return 'the process has ended, or has started another program: open a window on it anew.'
    if (backing === 'fuse' && [ENOTCONN, ENODEV, ECONNABORTED].includes(number)) {
      return 'the window was taken back, or who serves it has ended: ask its owner for another one.'
    }
    if (number === EIO || number === EFAULT) {
      return explainFault({ pid, write, remote: address, local: BigInt(settledAddress(view)) })
    }
    return `${denialOf(pid, number)}.`
  }
  return new AttachError(name, number, write ? 'pwrite' : 'pread', `${what}${reason()}`, { pid, address, length })
}

/** A write behind the last byte. */
export function windowFull({ pid, length }: WindowPlace): SystemError {
  const message = `a window of ${length} bytes on process ${pid} was to be written beyond its end: ENOSPC, it does not grow.`
  return new SystemError('ENOSPC', ENOSPC, 'pwrite', message)
}
