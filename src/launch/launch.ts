import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { type Traffic, trafficOf } from '../transport/traffic.ts'
import { assignProcessors } from './binding.ts'
import type { Job } from './job.ts'
import { Output } from './output.ts'
import { createResources } from './resources.ts'
import { startRank } from './start-rank.ts'
import { Supervisor } from './supervisor.ts'

/** How long a job that failed waits for output that a process outside of it may still hold. */
const LAST_WORDS_MILLISECONDS = 1000

/** What became of a job. */
export interface Outcome {
  /** The exit code. */
  code: number
  /** What its ranks sent each other. */
  traffic: Traffic[]
}

/**
 * Runs a job to its end.
 * @param say called with what the user should know, a line each time
 * @throws CrossmemError ERR_JOB_SIZE, ERR_DESCRIPTORS, ERR_MEMORY, ERR_ADDRESS_SPACE, ERR_SPAWN when it could not be
 * started
 */
export async function launch(job: Job, say: (line: string) => void): Promise<Outcome> {
  using resources = createResources(job.size, job.heapBytes)
  const processors = job.bind ? assignProcessors(job.size) : null
  const crowded = job.size > availableParallelism()
  const ranks = Array.from({ length: job.size }, (_, rank) =>
    startRank(job, resources, rank, { crowded, processor: processors?.[rank] ?? null }),
  )
  const output = job.prefix ? new Output(ranks) : null
  const supervisor = new Supervisor(ranks, resources, say)
  const code = await supervisor.ended(job.timeout)
  if (output !== null) {
    await Promise.race([output.ended(), ...(code === 0 ? [] : [delay(LAST_WORDS_MILLISECONDS, null, { ref: false })])])
    output.close()
  }
  return { code, traffic: trafficOf(resources.segment) }
}
