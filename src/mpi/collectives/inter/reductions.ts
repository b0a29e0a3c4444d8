import { bytesOf, type TypedArray } from '../../../memory/bytes.ts'
import { type InPlace, PROC_NULL, ROOT } from '../../constants.ts'
import { typeOf } from '../../element-types.ts'
import type { Op } from '../../op.ts'
import type { ValueChannel } from '../../value-channel.ts'
import { checkRoot } from '../arguments.ts'
import { bcastBytes } from '../bcast.ts'
import { CollectiveCall } from '../call.ts'
import type { CollectiveName } from '../call-tag.ts'
import { combine } from '../combine.ts'
import { distribute } from '../distribute.ts'
import { prepare } from '../local/ground.ts'
import { reduction } from '../local/reduction.ts'
import { copyElements, isScalar, numericTypeOf, operandOf, operandsOf, type Reducible } from '../operand.ts'
import { checkOperand, postOperand, startOperand } from '../operand-messages.ts'
import { Parcel } from '../parcel.ts'
import { Scratch } from '../scratch.ts'
import { elsewhere, type Steps } from '../steps.ts'

/*
 * A group's operands are combined in its first rank, by the group itself; the result crosses over to the other group. All calls within the
 * group are numbered before anything is waited for, so that all of its ranks number them alike.
 */
const LEADER = 0

/** The other group's operands combined, for the root. */
export function* reduceAcross(
  line: ValueChannel,
  send: Reducible | InPlace,
  recv: TypedArray | undefined,
  op: Op,
  root: number,
): Steps<Reducible | undefined> {
  if (root === PROC_NULL) {
    new CollectiveCall(line, 'reduce')
    return undefined
  }
  if (root === ROOT) {
    const { result } = operandsOf(send, recv, op, 'reduce')
    const across = new CollectiveCall(line, 'reduce', line.rank)
    yield* across.guard(receive(across, result, op))
    return isScalar(send) ? result[0] : (recv ?? (send as TypedArray))
  }
  checkRoot(root, line.channel.members.length)
  const operand = operandOf(send, op)
  const across = new CollectiveCall(line, 'reduce', root)
  const within = new CollectiveCall(line.ownGroup!, 'reduce')
  const scratch = new Scratch(within.arena)
  if (line.rank === LEADER) yield* across.guard(passOn(across, within, operand, op, root, scratch))
  else yield* combineWithin(within, operand, null, op, scratch)
  scratch.free()
  return undefined
}

/** The other group's operands combined, for all. */
export function* allreduceAcross(line: ValueChannel, operand: TypedArray, result: TypedArray, op: Op): Steps<void> {
  const swapped = new Swap(line, 'allreduce', 'bcast')
  yield* swapped.run(operand, result, op, () => bcastBytes(swapped.onwards, bytesOf(result), typeOf(result), LEADER))
}

/** The other group's operands combined, and divided among this one's ranks. */
export function* reduceScatterAcross(
  line: ValueChannel,
  name: CollectiveName,
  operand: TypedArray,
  result: TypedArray,
  counts: readonly number[],
  op: Op,
): Steps<void> {
  const swapped = new Swap(line, name, 'scatterv')
  const scratch = new Scratch(swapped.onwards.arena)
  const isLeader = line.rank === LEADER
  const sum = isLeader ? scratch.take(numericTypeOf(operand), operand.length) : operand
  yield* swapped.run(operand, sum, op, () => {
    let end = 0
    const partOf = (count: number) => {
      end += count
      return new Parcel(typeOf(sum), bytesOf(sum.subarray(end - count, end)))
    }
    return distribute(swapped.onwards, isLeader ? counts.map(partOf) : null, LEADER, bytesOf(result))
  })
  scratch.free()
}

/** Both groups combine, swap what comes out, and pass it on among their ranks. */
class Swap {
  private readonly across: CollectiveCall
  private readonly within: CollectiveCall
  /** In which the leader passes on what it has got. */
  readonly onwards: CollectiveCall

  constructor(line: ValueChannel, name: CollectiveName, onwards: CollectiveName) {
    this.across = new CollectiveCall(line, name)
    this.within = new CollectiveCall(line.ownGroup!, 'reduce')
    this.onwards = new CollectiveCall(line.ownGroup!, onwards)
  }

  /** @param theirs where the other group's sum comes at the leader */
  *run(operand: TypedArray, theirs: TypedArray, op: Op, passOn: () => Steps<unknown>): Steps<void> {
    const { onwards } = this
    yield* elsewhere(onwards.channel, prepare(onwards))
    yield* onwards.guard(this.steps(operand, theirs, op, passOn))
  }

  private *steps(operand: TypedArray, theirs: TypedArray, op: Op, passOn: () => Steps<unknown>): Steps<void> {
    const { across, within } = this
    const scratch = new Scratch(within.arena)
    if (within.rank === LEADER) yield* across.guard(this.swap(operand, theirs, op, scratch))
    else yield* combineWithin(within, operand, null, op, scratch)
    yield* elsewhere(this.onwards.channel, passOn())
    scratch.free()
  }

  private *swap(operand: TypedArray, theirs: TypedArray, op: Op, scratch: Scratch): Steps<void> {
    const { across, within } = this
    const ours = scratch.take(numericTypeOf(operand), operand.length)
    yield* combineWithin(within, operand, ours, op, scratch)
    startOperand(across, ours, LEADER, op)
    yield* receive(across, theirs, op)
    yield* across.finishSends()
  }
}

/** Combines in the leader's `sum`; null elsewhere. */
function* combineWithin(
  within: CollectiveCall,
  operand: TypedArray,
  sum: TypedArray | null,
  op: Op,
  scratch: Scratch,
): Steps<void> {
  const what = { op, operand, into: sum, receivers: 'root', root: LEADER, begins: [] } as const
  const steps = reduction(within, what, () => {
    if (sum !== null) copyElements(operand, sum)
    return combine(within, sum ?? operand, op, LEADER, scratch)
  })
  yield* elsewhere(within.channel, within.guard(steps))
}

function* passOn(
  across: CollectiveCall,
  within: CollectiveCall,
  operand: TypedArray,
  op: Op,
  root: number,
  scratch: Scratch,
): Steps<void> {
  const sum = scratch.take(numericTypeOf(operand), operand.length)
  yield* combineWithin(within, operand, sum, op, scratch)
  startOperand(across, sum, root, op)
  yield* across.finishSends()
}

/** The sum that the other group's leader sends. */
function* receive(across: CollectiveCall, into: TypedArray, op: Op): Steps<void> {
  const arrived = postOperand(across, into, LEADER)
  yield arrived
  checkOperand(across, arrived, into, op)
}
