import { typeOf } from '../element-types.ts'
import type { Basic } from './basic.ts'
import type { Signature } from './signature.ts'

const INTEGERS: Record<number, [signed: number, unsigned: number]> = {
  1: [typeOf(new Int8Array(0)), typeOf(new Uint8Array(0))],
  2: [typeOf(new Int16Array(0)), typeOf(new Uint16Array(0))],
  4: [typeOf(new Int32Array(0)), typeOf(new Uint32Array(0))],
  8: [typeOf(new BigInt64Array(0)), typeOf(new BigUint64Array(0))],
}
const FLOATS: Record<number, number> = { 4: typeOf(new Float32Array(0)), 8: typeOf(new Float64Array(0)) }
const BYTES = typeOf(new Uint8Array(0))

/** The number, see typeOf, of the array type that a receiver without a buffer gets such data in: bytes unless all elements are alike. */
export function typeOfSignature({ uniform }: Signature): number {
  return uniform === null ? BYTES : typeOfBasic(uniform)
}

function typeOfBasic({ kind, size }: Basic): number {
  if (kind === 'signed') return INTEGERS[size][0]
  if (kind === 'unsigned') return INTEGERS[size][1]
  return (kind === 'float' ? FLOATS[size] : undefined) ?? BYTES
}
