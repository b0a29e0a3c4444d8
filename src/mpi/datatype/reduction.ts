import { CrossmemTypeError } from '../../errors.ts'
import type { TypedArrayConstructor } from '../../memory/bytes.ts'
import { BAND, BOR, BXOR, LAND, LOR, LXOR, MAX, MIN, type Op, PROD, REPLACE, SUM } from '../op.ts'
import { MAXLOC, MINLOC } from '../pair-ops.ts'
import type { Basic } from './basic.ts'
import type { Datatype } from './datatype.ts'
import { complexProduct, pairOp, quadOp } from './element-ops.ts'

/** How elements of a datatype are combined: by which op, of which arrays over their memory. */
export interface Reduction {
  readonly op: Op
  readonly array: TypedArrayConstructor
}

const SIGNED: Arrays = { 1: Int8Array, 2: Int16Array, 4: Int32Array, 8: BigInt64Array }
const UNSIGNED: Arrays = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array }
const FLOATS: Arrays = { 4: Float32Array, 8: Float64Array }
type Arrays = Record<number, TypedArrayConstructor | undefined>

const NUMBERS: readonly Op[] = [SUM, PROD, MIN, MAX]
const LOGICAL: readonly Op[] = [LAND, LOR, LXOR]
const BITS: readonly Op[] = [BAND, BOR, BXOR]
const PLACES: readonly Op[] = [MINLOC, MAXLOC]
const INTEGERS: readonly Op[] = [...NUMBERS, ...LOGICAL, ...BITS]

const known = new WeakMap<Datatype, Map<Op, Reduction>>()

/**
 * How a predefined op combines elements of a predefined datatype (MPI 4.1, 6.9.2 and 6.9.4).
 * @throws CrossmemTypeError ERR_OP_TYPE when MPI does not have it combine such
 */
export function reductionOf(op: Op, type: Datatype): Reduction {
  let reductions = known.get(type)
  if (reductions === undefined) {
    reductions = new Map()
    known.set(type, reductions)
  }
  const found = reductions.get(op) ?? find(op, type)
  if (found === null) {
    throw new CrossmemTypeError('ERR_OP_TYPE', `${op.name} cannot combine elements of the type ${type.name}`)
  }
  reductions.set(op, found)
  return found
}

function find(op: Op, { envelope, signature, extent }: Datatype): Reduction | null {
  if (envelope.combiner !== 'named') return null
  if (op === REPLACE) return { op, array: Uint8Array }
  if (signature.elements === 2) return findPair(op, signature.each.bind(signature), extent)
  return signature.uniform === null || PLACES.includes(op) ? null : findBasic(op, signature.uniform)
}

function findBasic(op: Op, { kind, size }: Basic): Reduction | null {
  if (kind === 'signed' || kind === 'character') return plain(INTEGERS, op, SIGNED[size])
  if (kind === 'unsigned') return plain(INTEGERS, op, UNSIGNED[size])
  if (kind === 'logical') return plain([...LOGICAL, ...BITS], op, UNSIGNED[size])
  if (kind === 'byte') return plain(BITS, op, UNSIGNED[size])
  if (kind === 'float') {
    if (size !== 16) return plain([...NUMBERS, ...LOGICAL], op, FLOATS[size])
    return NUMBERS.includes(op) ? { op: quadOp(op), array: Uint8Array } : null
  }
  if (kind !== 'complex' || (op !== SUM && op !== PROD)) return null
  if (op === SUM && size < 32) return plain(NUMBERS, op, FLOATS[size / 2])
  if (op === SUM) return { op: quadOp(op), array: Uint8Array }
  const product = complexProduct(size / 2)
  return product === null ? null : { op: product, array: Uint8Array }
}

function plain(allowed: readonly Op[], op: Op, array: TypedArrayConstructor | undefined): Reduction | null {
  return array !== undefined && allowed.includes(op) ? { op, array } : null
}

/** Of a value and an index. */
function findPair(
  op: Op,
  each: (visit: (basic: Basic, count: number) => void) => void,
  extent: number,
): Reduction | null {
  if (!PLACES.includes(op)) return null
  const parts: Basic[] = []
  each((basic, count) => {
    for (let i = 0; i < count; i++) parts.push(basic)
  })
  const [value, index] = parts
  const array = value.kind === 'float' ? FLOATS[value.size] : SIGNED[value.size]
  const isUniform = value.kind === index.kind && value.size === index.size
  if (isUniform && array !== undefined) return { op, array }
  return { op: pairOp(op, value, extent), array: Uint8Array }
}
