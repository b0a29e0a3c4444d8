import { moveMemory } from '../../os/memory-move.ts'
import type { CopyJob } from '../copy-job.ts'
import type { CopyOutcome } from '../copy-outcome.ts'
import type { CopyPlan } from '../copy-plan.ts'
import { Mover, placeOf } from '../mover.ts'
import { Cursor } from '../segments.ts'
import type { Engine } from './engine.ts'

/** Copies while the caller waits: what costs least. */
export const inline: Engine = {
  prepare() {},

  start(plan: CopyPlan, job: CopyJob) {
    job.finish(moveNow(plan))
    return () => {}
  },
}

/** Carries a copy out, now. */
export function moveNow(plan: CopyPlan): CopyOutcome {
  const { from, to, fromOffset, toOffset, length } = plan
  if (from.views && to.views) return { moved: moveWithin(plan), reason: 0, side: 'from' }
  const mover = new Mover(placeOf(from), placeOf(to), fromOffset, toOffset)
  const moved = mover.move(length)
  return { moved, reason: mover.reason, side: mover.side }
}

/** Both sides are views of this process. */
function moveWithin({ from, to, fromOffset, toOffset, length }: CopyPlan): number {
  const source = new Cursor(from.segments, fromOffset)
  const target = new Cursor(to.segments, toOffset)
  for (let left = length; left > 0; ) {
    const part = Math.min(source.run, target.run, left)
    moveMemory(target.address, source.address, part)
    source.advance(part)
    target.advance(part)
    left -= part
  }
  return length
}
