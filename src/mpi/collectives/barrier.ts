import type { ValueChannel } from '../value-channel.ts'
import { NOTHING } from './buffers.ts'
import { CollectiveCall } from './call.ts'
import { codeOf } from './call-tag.ts'
import { everybody } from './inter/crossing.ts'
import { agree, localOf } from './local/ground.ts'
import type { LocalCall } from './local/local-call.ts'
import { signatureOf } from './local/signature.ts'
import { neighborAllgather } from './neighbors/neighbor-allgather.ts'
import type { Steps } from './steps.ts'

const BARRIER = signatureOf(codeOf('barrier'), null, 0)

/**
 * Returns when all ranks have called it (MPI 4.1, chapter 6.3).
 *
 * By dissemination: in the round with distance d, each rank tells rank + d and hears from rank - d; so after the rounds 1, 2, 4, … it
 * has heard of everybody.
 */
export function* barrier(line: ValueChannel): Steps<void> {
  if (line.ownGroup !== null) {
    yield* neighborAllgather(line, everybody(line), NOTHING, { recv: NOTHING }, 'barrier')
    return
  }
  const call = new CollectiveCall(line, 'barrier')
  const { rank, size } = call
  try {
    yield* agree(call)
    const local = localOf(call)
    if (local !== null) {
      yield* meet(local)
      return
    }
    for (let distance = 1; distance < size; distance *= 2) {
      const heard = call.post(NOTHING, (rank - distance + size) % size)
      call.start(NOTHING, (rank + distance) % size)
      yield heard
    }
    if (call.isSending) yield* call.finishSends()
  } catch (error) {
    throw call.fail(error)
  }
}

function* meet(local: LocalCall): Steps<void> {
  if (!local.isFree) yield local.untilFree
  local.describe(BARRIER, 0, 0)
  local.publish()
  if (!local.haveArrived(0, local.size)) yield local.untilArrived(0, local.size)
  local.check(0, local.size)
  local.leave()
}
