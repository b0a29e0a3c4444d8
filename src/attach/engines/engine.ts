import type { CopyJob } from '../copy-job.ts'
import type { CopyPlan } from '../copy-plan.ts'

/**
 * Something that carries copies out: the processor that calls (`inline`), threads, the kernel's own threads (`io_uring`),
 * or one day a DMA engine.
 */
export interface Engine {
  /** Makes ready what it needs. @throws when it is not to be had here */
  prepare(): void
  /**
   * Begins a copy of at least one byte, and calls the job's `finish` or `fail` once, when nothing touches the memory any more.
   * What it throws means that nothing was begun.
   * @returns what makes it end early: it calls the job's `fail` with the reason as soon as it can
   */
  start(plan: CopyPlan, job: CopyJob): (reason: unknown) => void
}
