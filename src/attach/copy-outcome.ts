import { constants } from 'node:os'
import type { CrossmemError } from '../errors.ts'
import { errnoName } from '../os/libc.ts'
import { AttachError } from './attach-error.ts'
import type { CopyPlan } from './copy-plan.ts'
import { denialOf } from './denial.ts'
import { explainFault, hex } from './fault.ts'
import { fallen } from './grant.ts'
import { DESTROYED, GONE } from './mover.ts'
import { gone } from './owner.ts'
import { Cursor } from './segments.ts'

const { EFAULT, ESRCH } = constants.errno

/** What a copy came to. */
export interface CopyOutcome {
  /** Bytes from the beginning, without a gap. */
  readonly moved: number
  /** 0, or why it ended there: an errno, DESTROYED or GONE. */
  readonly reason: number
  /** Whose memory the reason is about. */
  readonly side: 'from' | 'to'
}

/**
 * The number that a copy returns, or the error that it throws: an error when a region did not stand until the end, or when
 * nothing at all could be moved.
 */
export function settle(plan: CopyPlan, outcome: CopyOutcome): number {
  const error = errorOf(plan, outcome)
  if (error !== null) throw error
  return outcome.moved
}

export function errorOf(plan: CopyPlan, { moved, reason, side }: CopyOutcome): CrossmemError | null {
  const { grant } = plan[side]
  if (reason === DESTROYED || reason === GONE) return fallen(grant!, reason === GONE ? 'gone' : 'destroyed')
  if (reason === 0 || moved > 0) return null
  if (reason === ESRCH && grant !== null) return gone(grant.owner)
  return refused(plan, reason, side)
}

function refused(plan: CopyPlan, errno: number, side: 'from' | 'to'): AttachError {
  const { from, to, fromOffset, toOffset, length } = plan
  const source = new Cursor(from.segments, fromOffset).address
  const target = new Cursor(to.segments, toOffset).address
  // Between two other processes both are done, each with its own side.
  const write = to.grant !== null && (from.grant === null || side === 'to')
  const [pid, remote, local] = write ? [to.pid, target, source] : [from.pid, source, target]
  const what =
    `copying ${length} bytes from ${hex(BigInt(source))} of process ${from.pid} to ${hex(BigInt(target))} of process ` +
    `${to.pid} failed`
  const reason =
    errno === EFAULT
      ? `EFAULT, ${explainFault({ pid, write, remote: BigInt(remote), local: BigInt(local) })}`
      : `${denialOf(pid, errno)}.`
  return new AttachError(
    errnoName(errno),
    errno,
    write ? 'process_vm_writev' : 'process_vm_readv',
    `${what}: ${reason}`,
    {
      pid,
      address: BigInt(remote),
      length,
    },
  )
}
