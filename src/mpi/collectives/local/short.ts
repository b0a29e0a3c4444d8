import { bytesOf, type TypedArray } from '../../../memory/bytes.ts'
import { REDUCED } from '../../../transport/protocol.ts'
import { typeOf } from '../../element-types.ts'
import type { Op } from '../../op.ts'
import type { ValueChannel } from '../../value-channel.ts'
import { codeOf } from '../call-tag.ts'
import { finish } from '../steps.ts'
import { othersFrom, takeAll, type Wanted } from './exchange.ts'
import { CHUNK, Fold } from './fold.ts'
import { EQUAL, ONE } from './offer.ts'
import { isPushed } from './push.ts'
import { ShortCall } from './short-call.ts'
import { extentOf, signatureOf } from './signature.ts'
import { tuningFor } from './tuning.ts'

/*
 * Blocking collectives by the shortest way, of operands that are short or lie in the arena. Each of these functions does the whole call and returns true, or does
 * nothing and returns false: then it is for the steps that are in the collective's own file.
 */

const BARRIER = signatureOf(codeOf('barrier'), null, 0)
const BCAST = signatureOf(codeOf('bcast'), null, 0)
const ALLGATHER = signatureOf(codeOf('allgather'), null, 0)
const ALLTOALL = signatureOf(codeOf('alltoall'), null, 0)

/** The communicator's object for short calls; null where it has no control block, or none yet. */
function shortOf(line: ValueChannel): ShortCall | null {
  if (line.short !== null) return line.short
  const { block } = line.channel
  if (block === undefined || block === null) return null
  line.short = new ShortCall(line, block)
  return line.short
}

export function barrierShort(line: ValueChannel): boolean {
  const call = shortOf(line)
  if (call === null || !call.open(BARRIER, 0, 0)) return false
  try {
    call.publish()
    call.await(0, call.size)
    call.close()
    return true
  } catch (error) {
    throw call.messages.fail(error)
  }
}

export function bcastShort(line: ValueChannel, bytes: Uint8Array, type: number, root: number): boolean {
  const call = shortOf(line)
  const { length } = bytes
  if (call === null || isPushed(call, length)) return false
  const isRoot = call.rank === root
  if ((isRoot && !call.canOffer(bytes)) || !call.open(BCAST, root, 0)) return false
  try {
    if (isRoot) call.offer(bytes, ONE, type)
    call.publish()
    if (!isRoot) {
      call.await(root, 1)
      if (!call.take(root, 0, length, ONE, bytes, 0, length)) takeSlowly(call, line, [{ source: root, into: bytes }])
    }
    call.close()
    return true
  } catch (error) {
    throw call.messages.fail(error)
  }
}

/** @param into as many bytes as all ranks send; this rank's own may be there already */
export function allgatherShort(line: ValueChannel, bytes: Uint8Array, type: number, into: Uint8Array): boolean {
  const call = shortOf(line)
  const { length } = bytes
  if (call === null || !call.canOffer(bytes) || !call.open(ALLGATHER, 0, 0)) return false
  try {
    const { rank, size } = call
    call.offer(bytes, ONE, type)
    call.publish()
    into.set(bytes, rank * length)
    call.await(0, size)
    for (let step = 1; step < size; step++) {
      const source = (rank + step) % size
      if (call.take(source, 0, length, ONE, into, source * length, length)) continue
      takeSlowly(call, line, partsFrom(call, step, into, length))
      break
    }
    call.close()
    return true
  } catch (error) {
    throw call.messages.fail(error)
  }
}

/** @param into as long as what is sent, and elsewhere */
export function alltoallShort(line: ValueChannel, bytes: Uint8Array, type: number, into: Uint8Array): boolean {
  const call = shortOf(line)
  const { length } = bytes
  if (call === null || !call.canOffer(bytes) || !call.open(ALLTOALL, 0, 0)) return false
  try {
    const { rank, size } = call
    const part = length / size
    call.offer(bytes, EQUAL, type)
    call.publish()
    into.set(bytes.subarray(rank * part, (rank + 1) * part), rank * part)
    call.await(0, size)
    for (let step = 1; step < size; step++) {
      const source = (rank + step) % size
      if (call.take(source, rank * part, length, EQUAL, into, source * part, part)) continue
      takeSlowly(call, line, partsFrom(call, step, into, part))
      break
    }
    call.close()
    return true
  } catch (error) {
    throw call.messages.fail(error)
  }
}

let lastFold: Fold | null = null

/**
 * @param collective its place among all collectives, see call-tag.ts
 * @param result null for a rank that gets none
 */
export function reduceShort(
  line: ValueChannel,
  collective: number,
  operand: TypedArray,
  op: Op,
  result: TypedArray | null,
  root: number,
): boolean {
  const call = shortOf(line)
  const { byteLength } = operand
  if (call === null || byteLength > tuningFor(call.size).combineAll || op.kernel === undefined) return false
  const type = typeOf(operand)
  if (!call.open(signatureOf(collective, op, type), root, extentOf(op, operand.length))) return false
  try {
    const { size, view } = call
    call.offer(bytesOf(operand), ONE, type)
    call.publish()
    view.traffic.count(REDUCED, byteLength)
    if (result !== null) {
      call.await(0, size)
      if (lastFold === null || !lastFold.fits(view, op, type, size)) lastFold = new Fold(view, op, operand, size)
      combine(call, lastFold, bytesOf(result))
    }
    call.close()
    return true
  } catch (error) {
    throw call.messages.fail(error)
  }
}

function combine(call: ShortCall, fold: Fold, result: Uint8Array): void {
  const { size, view } = call
  const { length } = result
  for (let at = 0; at < length; at += CHUNK) {
    const bytes = Math.min(CHUNK, length - at)
    for (let member = 0; member < size; member++) {
      const place = call.place(member, length)
      if (place < 0) throw call.slow.damaged(member)
      fold.places[member] = place + at
    }
    const from = fold.run(view.lap, bytes)
    call.read(from, result, at, bytes)
  }
}

/** A part of a buffer from each rank, beginning with the one so many steps behind this one. */
function partsFrom({ rank, size }: ShortCall, step: number, into: Uint8Array, length: number): Wanted[] {
  return othersFrom(rank, size)
    .slice(step - 1)
    .map((source) => ({ source, into: into.subarray(source * length, (source + 1) * length) }))
}

/** For offers of another kind or length than this rank's: takes them all, and tells their ranks. */
function takeSlowly(call: ShortCall, line: ValueChannel, wanted: readonly Wanted[]): void {
  const { messages } = call
  finish(line.channel, takeAll(messages, call.slow, null, wanted, null))
}
