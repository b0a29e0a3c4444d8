import { processors } from '../../os/affinity.ts'
import { clearEventfd, type Watch, watch } from '../../os/eventfd.ts'
import { yieldProcessor } from '../../os/futex.ts'
import { IoUring } from '../../os/io-uring.ts'
import { reachable } from '../accessible.ts'
import type { CopyJob } from '../copy-job.ts'
import type { CopyPlan } from '../copy-plan.ts'
import type { Engine } from './engine.ts'
import { RingCopy } from './ring-copy.ts'

/** How much may be under way at once, of all copies together. */
const ENTRIES = 64

interface Kernel {
  readonly ring: IoUring
  readonly watch: Watch
}

let kernel: Kernel | undefined
const running = new Set<RingCopy>()
/** Which copy an entry that is under way belongs to. */
const entries = new Map<number, RingCopy>()
let lastId = 0
let scheduled = false

/**
 * The kernel's own threads copy, through a ring for asynchronous I/O: from or to the memory of the other process as a file.
 * That file does not heed protections, so that they are looked at before anything begins.
 */
export const ioUring: Engine = {
  prepare() {
    kernel ??= open()
  },

  start(plan: CopyPlan, job: CopyJob) {
    const limit = reachable(plan)
    if (limit.moved === 0) {
      job.finish(limit)
      return () => {}
    }
    const { ring, watch } = kernel!
    const copy = new RingCopy(ring, plan, job, limit.moved, {
      takeId: (owner) => {
        lastId = (lastId % 0xffffffff) + 1
        entries.set(lastId, owner)
        return lastId
      },
      dropId: (id) => entries.delete(id),
      room: () => ENTRIES - entries.size,
    })
    running.add(copy)
    job.lookBy(collect)
    watch.hold(true)
    copy.goOn()
    return (reason) => copy.cancel(reason)
  },
}

function open(): Kernel {
  // One processor is left to the caller; the kernel takes as many threads as it may.
  const ring = new IoUring(ENTRIES, Math.max(1, processors().length - 1))
  const opened = {
    ring,
    watch: watch(ring.eventfd, () => {
      clearEventfd(ring.eventfd)
      // Not here: Node 26 does not run what awaits a promise that is resolved within the watch's callback.
      schedule()
    }),
  }
  process.once('exit', () => close(opened))
  return opened
}

/** The kernel must not be writing when this process's memory, or this thread's, is taken apart. */
function close({ ring, watch }: Kernel): void {
  watch.close()
  for (const copy of running) copy.cancel(null)
  while (entries.size > 0) {
    ring.reap((id) => entries.delete(id))
    yieldProcessor()
  }
  ring.close()
  kernel = undefined
}

function schedule(): void {
  if (scheduled) return
  scheduled = true
  setImmediate(() => {
    scheduled = false
    collect()
  })
}

/** Takes in what has completed, and goes on with what has not. */
function collect(): void {
  if (kernel === undefined) return
  const { ring, watch } = kernel
  ring.reap((id, result) => {
    entries.get(id)?.completed(id, result)
    entries.delete(id)
  })
  for (const copy of running) {
    copy.goOn()
    if (copy.ended) running.delete(copy)
  }
  if (running.size === 0) watch.hold(false)
}
