import { closeSync } from 'node:fs'
import { currentProcessor, processors } from '../../os/affinity.ts'
import { clearEventfd, type Watch, watch } from '../../os/eventfd.ts'
import { yieldProcessor } from '../../os/futex.ts'
import { IoUring, OPERATION } from '../../os/io-uring.ts'
import { NativeMemory } from '../../os/native-memory.ts'
import { withBatchThreads } from '../../os/priority.ts'
import { openMemory } from '../../os/process-mem.ts'
import { reachable } from '../accessible.ts'
import type { CopyJob } from '../copy-job.ts'
import type { CopyPlan } from '../copy-plan.ts'
import type { Engine } from './engine.ts'
import { Flights } from './flights.ts'
import { RingCopy } from './ring-copy.ts'

/** How much may be under way at once, of all copies together. */
const ENTRIES = 64

interface Kernel {
  readonly ring: IoUring
  readonly watch: Watch
}

let kernel: Kernel | undefined
const running = new Set<RingCopy>()
const flights = new Flights(ENTRIES)
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
    const copy = new RingCopy(ring, flights, plan, job, limit.moved)
    running.add(copy)
    job.lookBy(collect)
    watch.hold(true)
    copy.goOn()
    return (reason) => copy.cancel(reason)
  },
}

function open(): Kernel {
  // Left to itself the scheduler wakes the kernel's thread where the caller runs, who then waits until all is copied.
  const here = currentProcessor()
  const others = processors().filter((cpu) => cpu !== here)
  const ring = new IoUring(ENTRIES, Math.max(1, others.length), others)
  withBatchThreads(() => rehearse(ring))
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

/** Reads a few bytes of this process's memory, for which the kernel makes its first thread. */
function rehearse(ring: IoUring): void {
  const memory = new NativeMemory(16)
  const fd = openMemory(process.pid, 'read')
  try {
    ring.prepare({
      operation: OPERATION.read,
      fd,
      offset: memory.address,
      address: memory.address + 8,
      length: 8,
      id: 1,
    })
    let waiting = ring.submit() === 0
    while (waiting) {
      yieldProcessor()
      ring.reap(() => {
        waiting = false
      })
    }
    clearEventfd(ring.eventfd)
  } finally {
    closeSync(fd)
  }
}

/** The kernel must not be writing when this process's memory, or this thread's, is taken apart. */
function close({ ring, watch }: Kernel): void {
  watch.close()
  for (const copy of running) copy.cancel(null)
  while (!flights.isEmpty) {
    ring.reap((id) => flights.remove(id))
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
    const flight = flights.remove(id)
    flight?.copy.completed(flight, result)
  })
  for (const copy of running) {
    copy.goOn()
    if (copy.ended) running.delete(copy)
  }
  if (running.size === 0) watch.hold(false)
}
