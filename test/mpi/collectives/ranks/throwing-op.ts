/** Ops that throw on one rank or more. The argument is a seed. */
import assert from 'node:assert/strict'
import { type Op, type Request, world } from '../../../../src/mpi/index.ts'
import { port } from '../../../../src/mpi/world.ts'
import { runCases } from '../../ranks/cases.ts'

const { rank, size } = world
/** Those whose result all ranks wait for. */
const FOR_ALL = ['allreduce', 'reduceScatter', 'reduceScatterBlock']
const KINDS = [...FOR_ALL, 'reduce', 'scan', 'exscan']

interface Outcome {
  /** Whether the op threw here. */
  threw: boolean
  code: string
  message: string
}

/** Calls a reduction whose op throws on some ranks. @returns what this rank got */
function call(kind: string, nonblocking: boolean, elements: number, elementwise: boolean, throwing: number[]): Outcome {
  const thrown = new Error(`an op does not like rank ${rank}`)
  let threw = false
  const op: Op = {
    name: 'moody sum',
    commutative: true,
    elementwise,
    apply(inout: Float64Array, operand: Float64Array) {
      if (throwing.includes(rank)) {
        threw = true
        throw thrown
      }
      for (let i = 0; i < inout.length; i++) inout[i] += operand[i]
    },
  }
  const counts = new Array(size).fill(elements)
  const send = new Float64Array(kind.startsWith('reduceScatter') ? elements * size : elements).fill(1)
  const options = kind === 'reduceScatter' ? { op, counts } : { op }
  try {
    const result = (Reflect.get(world, nonblocking ? `i${kind}` : kind) as (...args: unknown[]) => unknown).call(
      world,
      send,
      options,
    )
    if (nonblocking) (result as Request<unknown>).wait()
    return { threw, code: 'none', message: '' }
  } catch (error) {
    if (threw) {
      assert.equal(error, thrown)
      return { threw, code: 'its own', message: thrown.message }
    }
    const { code, message } = error as { code: string; message: string }
    return { threw, code, message }
  }
}

const cases: Record<string, () => void> = {}
for (const kind of KINDS) {
  for (const nonblocking of [false, true]) {
    cases[`${nonblocking ? 'i' : ''}${kind}() tells its caller, and those that wait for it`] = () => {
      for (const elements of [1, 3000, 100_000]) {
        for (const elementwise of [false, true]) {
          for (const throwing of [[0], [1], [size - 1], [...Array(size).keys()]]) {
            const outcome = call(kind, nonblocking, elements, elementwise, throwing)
            // The communicator is as good as before.
            const outcomes = world.allgather(outcome)
            const culprits = outcomes.flatMap(({ threw }, culprit) => (threw ? [culprit] : []))
            // Of two ranks, neither combines anything in an exclusive scan.
            const combines = kind !== 'exscan' || size > 2
            if (throwing.length === size && combines) assert.ok(culprits.length > 0)
            assert.equal(outcome.code === 'its own', outcome.threw)
            if (culprits.length === 0) assert.equal(outcome.code, 'none')
            else if (!outcome.threw && (FOR_ALL.includes(kind) || outcome.code !== 'none')) {
              assert.equal(outcome.code, 'ERR_COLLECTIVE_PEER', `${kind} of ${elements}, thrown on ${culprits}`)
              const [, culprit] =
                /^rank (\d+) failed in \w+, .*: an op does not like rank \1$/.exec(outcome.message) ?? []
              assert.ok(culprits.includes(Number(culprit)), outcome.message)
            }
            if (kind === 'reduce' && culprits.length > 0) assert.notEqual(outcomes[0].code, 'none')
          }
        }
      }
      assert.equal(port.transport.active, false)
    }
  }
}
await runCases(cases)
