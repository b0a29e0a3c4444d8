import { CrossmemRangeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import type { CancelSignal } from '../os/cancel-signal.ts'
import { requireLinux } from '../os/libc.ts'
import { type CopyEnd, endOf } from './copy-end.ts'
import { CopyJob } from './copy-job.ts'
import { settle } from './copy-outcome.ts'
import { type CopyPlan, hold, planCopy, release } from './copy-plan.ts'
import type { Engine } from './engines/engine.ts'
import { inline, moveNow } from './engines/inline.ts'
import { ioUring } from './engines/io-uring.ts'
import { threads } from './engines/threads.ts'

/** Who copies: see {@link copy}. */
export type EngineName = 'inline' | 'threads' | 'io_uring'

export interface CopyRequest {
  from: CopyEnd
  to: CopyEnd
  /** Where to begin in `from`, in bytes. Default: 0. */
  fromOffset?: number
  /** Where to begin in `to`, in bytes. Default: 0. */
  toOffset?: number
  /** How many bytes to move at most. Default: as many as both sides have. */
  length?: number
}

export interface CopyOptions {
  engine: EngineName
  /** An AbortSignal: ends the copy early; the job then fails with the signal's reason. What was moved by then stays. */
  signal?: CancelSignal
}

const ENGINES: Readonly<Record<EngineName, Engine>> = { inline, threads, io_uring: ioUring }

/**
 * Moves bytes between any two of: a region of this process, a region of any process by its cookie, a view or buffer. The
 * owners of the regions do nothing, and need not know. Between two other processes bytes pass through a small buffer here.
 *
 * It ends at the end of the shorter side, and at memory that cannot be accessed; it is an error only when that comes first.
 * Every region is checked at every copy: that it was not destroyed or used, that it permits the direction, that its owner lives.
 *
 * @returns the bytes moved; with an engine, a job that resolves with them
 * @throws (or the job rejects with) CrossmemError `ERR_COOKIE`, `ERR_REGION_DESTROYED`, `ERR_REGION_USED`,
 *   `ERR_REGION_ACCESS`, `ERR_OWNER_ENDED`, `ERR_OWNER_REPLACED`, `ERR_PID_REUSED`; AttachError `EPERM`, `EFAULT`;
 *   CrossmemTypeError, CrossmemRangeError `ERR_COPY_END`, `ERR_OFFSET`, `ERR_LENGTH`, `ERR_ENGINE`, `ERR_NOT_BYTES`, `ERR_DETACHED`;
 *   SystemError when an engine is not to be had, such as `EPERM` for `io_uring` in a container
 * @example
 * using region = createRegion([Float64Array.of(1, 2), Float64Array.of(3)], { access: 'read' })
 * const numbers = new Float64Array(3)
 * console.log(copy({ from: region.cookie, to: numbers }), numbers)
 * console.log(await copy({ from: region.cookie, to: numbers, fromOffset: 8 }, { engine: 'threads' }))
 */
export function copy(request: CopyRequest): number
export function copy(request: CopyRequest, options: CopyOptions): CopyJob
export function copy(request: CopyRequest, options?: CopyOptions): number | CopyJob {
  requireLinux()
  if (options === undefined) {
    const plan = planOf(request)
    consume(plan)
    return plan.length === 0 ? 0 : settle(plan, moveNow(plan))
  }
  const engine = Object.hasOwn(ENGINES, options.engine) ? ENGINES[options.engine] : undefined
  if (engine === undefined) {
    throw new CrossmemRangeError(
      'ERR_ENGINE',
      `an engine is one of ${Object.keys(ENGINES).join(', ')}, not ${kindOf(options.engine)}`,
    )
  }
  engine.prepare()
  return start(planOf(request), engine, options.signal)
}

function planOf({ from, to, fromOffset = 0, toOffset = 0, length = Number.POSITIVE_INFINITY }: CopyRequest): CopyPlan {
  return planCopy(endOf(from, false), endOf(to, true), fromOffset, toOffset, length)
}

function consume({ from, to }: CopyPlan): void {
  from.consume()
  to.consume()
}

function start(plan: CopyPlan, engine: Engine, signal: CancelSignal | undefined): CopyJob {
  const job = new CopyJob(plan)
  if (signal?.aborted) {
    job.fail(signal.reason, 0)
    return job
  }
  consume(plan)
  if (plan.length === 0) {
    job.finish({ moved: 0, reason: 0, side: 'from' })
    return job
  }
  hold(plan)
  try {
    const cancel = engine.start(plan, job)
    const abort = () => cancel(signal!.reason)
    signal?.addEventListener('abort', abort, { once: true })
    const end = () => {
      signal?.removeEventListener('abort', abort)
      release(plan)
    }
    job.then(end, end)
  } catch (error) {
    release(plan)
    throw error
  }
  return job
}
