import { type Bytes, isBytes } from '../../../memory/bytes.ts'
import { type InPlace, ROOT } from '../../constants.ts'
import type { ValueChannel } from '../../value-channel.ts'
import { NOTHING } from '../buffers.ts'
import type { CollectiveName } from '../call-tag.ts'
import type { GathervOptions } from '../gatherv.ts'
import { neighborAllgather } from '../neighbors/neighbor-allgather.ts'
import { neighborAllgatherv } from '../neighbors/neighbor-allgatherv.ts'
import { neighborAlltoall } from '../neighbors/neighbor-alltoall.ts'
import { neighborAlltoallv } from '../neighbors/neighbor-alltoallv.ts'
import type { ScattervOptions } from '../scatterv.ts'
import type { Steps } from '../steps.ts'
import { fromRoot, rankOfRoot, toRoot } from './crossing.ts'

/** Gives the other group what the root has. */
export function* bcastAcross(line: ValueChannel, value: unknown, root: number): Steps<unknown> {
  if (root < 0) {
    const own = root === ROOT ? value : NOTHING
    yield* neighborAllgather(line, fromRoot(line, root), own, {}, 'bcast', rankOfRoot(line, root))
    return value
  }
  return yield* take(line, isBytes(value) ? value : undefined, root, 'bcast')
}

/** Brings what each rank of a group sends to the root, in the other one. */
export function* gatherAcross(
  line: ValueChannel,
  send: unknown,
  recv: Bytes | undefined,
  root: number,
): Steps<unknown> {
  const place = rankOfRoot(line, root)
  if (root !== ROOT) {
    yield* neighborAllgather(line, toRoot(line, root), root < 0 ? NOTHING : send, {}, 'gather', place)
    return undefined
  }
  const into = recv === undefined ? {} : { recv }
  return yield* neighborAllgather(line, toRoot(line, root), NOTHING, into, 'gather', place)
}

/** Likewise, with parts of different lengths. */
export function* gathervAcross(
  line: ValueChannel,
  send: Bytes | InPlace,
  options: GathervOptions,
  root: number,
): Steps<unknown> {
  const place = rankOfRoot(line, root)
  if (root !== ROOT) {
    yield* neighborAllgather(line, toRoot(line, root), root < 0 ? NOTHING : send, {}, 'gatherv', place)
    return undefined
  }
  const { recv = NOTHING, counts = [], displs } = options
  const parts = displs === undefined ? { recv, counts } : { recv, counts, displs }
  return yield* neighborAllgatherv(line, toRoot(line, root), NOTHING, parts, 'gatherv', place)
}

/** Gives each rank of the other group an equal part of what the root has. */
export function* scatterAcross(
  line: ValueChannel,
  send: unknown,
  recv: Bytes | InPlace | undefined,
  root: number,
): Steps<unknown> {
  if (root >= 0) return yield* take(line, recv, root, 'scatter')
  const own = root === ROOT ? send : NOTHING
  const into = isBytes(own) ? { recv: NOTHING } : {}
  yield* neighborAlltoall(line, fromRoot(line, root), own, into, 'scatter', rankOfRoot(line, root))
  return undefined
}

/** Gives each rank of the other group a part of its own length. */
export function* scattervAcross(
  line: ValueChannel,
  send: Bytes | undefined,
  { recv, counts = [], displs }: ScattervOptions,
  root: number,
): Steps<Bytes> {
  if (root >= 0) return (yield* take(line, recv as Bytes | InPlace, root, 'scatterv')) as Bytes
  const parts = { sendCounts: root === ROOT ? counts : [], recv: NOTHING, recvCounts: [] }
  const own = root === ROOT ? (send as Bytes) : NOTHING
  const options = displs === undefined || root !== ROOT ? parts : { ...parts, sendDispls: displs }
  yield* neighborAlltoallv(line, fromRoot(line, root), own, options, 'scatterv', rankOfRoot(line, root))
  return recv as Bytes
}

/** This rank's part of what the root sends. */
function* take(
  line: ValueChannel,
  recv: Bytes | InPlace | undefined,
  root: number,
  name: CollectiveName,
): Steps<unknown> {
  const into = recv === undefined ? {} : { recv: recv as Bytes }
  const values = yield* neighborAllgather(line, fromRoot(line, root), NOTHING, into, name, root)
  return recv ?? (values as unknown[])[0]
}
