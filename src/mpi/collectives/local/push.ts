import { LENGTH_F64, OFFSET_F64, PIECE_F64, PROGRESS } from '../../../transport/control-block.ts'
import { MAPPED } from '../../../transport/protocol.ts'
import type { SharedView } from '../../../transport/shared-view.ts'
import type { Steps } from '../steps.ts'
import type { LocalCall } from './local-call.ts'
import { DIRECT } from './offer.ts'

/*
 * Of two ranks with a processor each, one that offers a long buffer would wait while the other copies it. Instead it copies the
 * end of it, into the other's buffer, if that lies in the other's arena.
 */
const PUSH_FROM = 64 * 1024
const PAGE = 4096
const NOWHERE = -1
/** What the one that pushes has come to when it has. */
export const PUSHED = 1

/** Says on the line of a rank that offers one buffer to all how many bytes at its end it would push. */
export function announcePush(call: LocalCall, length: number): void {
  const pushes = call.said === DIRECT && isPushed(call, length)
  call.view.f64[(call.line >>> 3) + PIECE_F64] = pushes ? Math.floor(length / 2 / PAGE) * PAGE : 0
}

/** Whether one that offers a buffer of that length to all would push. */
export function isPushed({ size, view }: { size: number; view: SharedView }, length: number): boolean {
  return size === 2 && !view.crowded && length >= PUSH_FROM
}

/** Says on the line of a rank that only takes where its buffer is. */
export function announcePlace(call: LocalCall, into: Uint8Array | null): void {
  const at = call.line >>> 3
  call.view.f64[at + OFFSET_F64] = into === null ? NOWHERE : call.view.arena.offsetOf(into)
  call.view.f64[at + LENGTH_F64] = into === null ? 0 : into.length
}

/** Copies what was announced, once the other rank has come. */
export function* push(call: LocalCall, bytes: Uint8Array): Steps<void> {
  const { view, rank, members } = call
  const tail = view.f64[(call.line >>> 3) + PIECE_F64]
  if (tail === 0) return
  const other = 1 - rank
  if (!call.haveArrived(other, 1)) yield call.untilArrived(other, 1)
  call.check(other, 1)
  const at = call.lineOf(other) >>> 3
  const offset = view.f64[at + OFFSET_F64]
  if (view.f64[at + LENGTH_F64] !== bytes.length || offset === NOWHERE) return
  if (!(Number.isSafeInteger(offset) && offset >= 0 && offset + bytes.length <= view.arena.byteLength)) {
    throw call.damaged(other)
  }
  const begin = bytes.length - tail
  view.write(members[other], offset + begin, bytes.subarray(begin))
  view.traffic.count(MAPPED, tail, 0)
  call.tell(PROGRESS, PUSHED)
}

/** How many bytes the source pushes to this rank, which has said where its buffer is. */
export function pushedBy(call: LocalCall, source: number, length: number): number {
  const { f64 } = call.view
  const own = call.line >>> 3
  if (f64[own + OFFSET_F64] === NOWHERE || f64[own + LENGTH_F64] !== length) return 0
  const tail = f64[(call.lineOf(source) >>> 3) + PIECE_F64]
  if (!(tail >= 0 && tail <= length)) throw call.damaged(source)
  return tail
}
