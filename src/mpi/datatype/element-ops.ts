import { MAX, MIN, type Op, PROD, SUM } from '../op.ts'
import { MINLOC } from '../pair-ops.ts'
import type { Basic } from './basic.ts'
import { addQuads, compareQuads, multiplyQuads, negateQuad, QUAD_BYTES, readQuad, writeQuad } from './quad.ts'

/** An op on elements of so many bytes, of which JavaScript has no arrays: it is given them as bytes. */
function elementOp(name: string, span: number, combine: (inout: DataView, operand: DataView, at: number) => void): Op {
  return {
    name,
    commutative: true,
    elementwise: true,
    span,
    apply(inout, operand) {
      const into = viewOf(inout as Uint8Array)
      const from = viewOf(operand as Uint8Array)
      for (let at = 0; at < into.byteLength; at += span) combine(into, from, at)
    },
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

/** The product of complex numbers, whose parts have so many bytes; null for parts that there are no numbers for. */
export function complexProduct(part: number): Op | null {
  if (part === 4) {
    return elementOp('PROD', 8, (inout, operand, at) => {
      const [a, b] = [operand.getFloat32(at, true), operand.getFloat32(at + 4, true)]
      const [c, d] = [inout.getFloat32(at, true), inout.getFloat32(at + 4, true)]
      inout.setFloat32(at, a * c - b * d, true)
      inout.setFloat32(at + 4, a * d + b * c, true)
    })
  }
  if (part === 8) {
    return elementOp('PROD', 16, (inout, operand, at) => {
      const [a, b] = [operand.getFloat64(at, true), operand.getFloat64(at + 8, true)]
      const [c, d] = [inout.getFloat64(at, true), inout.getFloat64(at + 8, true)]
      inout.setFloat64(at, a * c - b * d, true)
      inout.setFloat64(at + 8, a * d + b * c, true)
    })
  }
  return part === QUAD_BYTES ? quadProduct() : null
}

function quadProduct(): Op {
  return elementOp('PROD', 2 * QUAD_BYTES, (inout, operand, at) => {
    const [a, b] = [readQuad(operand, at), readQuad(operand, at + QUAD_BYTES)]
    const [c, d] = [readQuad(inout, at), readQuad(inout, at + QUAD_BYTES)]
    writeQuad(inout, at, addQuads(multiplyQuads(a, c), negateQuad(multiplyQuads(b, d))))
    writeQuad(inout, at + QUAD_BYTES, addQuads(multiplyQuads(a, d), multiplyQuads(b, c)))
  })
}

/** SUM, PROD, MIN or MAX of `long double`. */
export function quadOp(op: Op): Op {
  return elementOp(op.name, QUAD_BYTES, (inout, operand, at) => {
    const [left, right] = [readQuad(operand, at), readQuad(inout, at)]
    if (op === SUM) writeQuad(inout, at, addQuads(left, right))
    else if (op === PROD) writeQuad(inout, at, multiplyQuads(left, right))
    else if (op === MIN ? compareQuads(left, right) < 0 : op === MAX && compareQuads(left, right) > 0) {
      writeQuad(inout, at, left)
    }
  })
}

/** MINLOC or MAXLOC of a value and an int that follows it, as C lays them out. */
export function pairOp(op: Op, value: Basic, extent: number): Op {
  const indexAt = Math.ceil(value.size / 4) * 4
  const sign = op === MINLOC ? 1 : -1
  return elementOp(op.name, extent, (inout, operand, at) => {
    const order = sign * compare(value, operand, inout, at)
    const left = operand.getInt32(at + indexAt, true)
    if (order > 0 || Number.isNaN(order) || (order === 0 && left >= inout.getInt32(at + indexAt, true))) return
    if (order < 0) for (let i = 0; i < value.size; i++) inout.setUint8(at + i, operand.getUint8(at + i))
    inout.setInt32(at + indexAt, left, true)
  })
}

function compare({ kind, size }: Basic, left: DataView, right: DataView, at: number): number {
  if (size === QUAD_BYTES) return compareQuads(readQuad(left, at), readQuad(right, at))
  if (kind === 'float' && size === 8) return difference(left.getFloat64(at, true), right.getFloat64(at, true))
  if (kind === 'float') return difference(left.getFloat32(at, true), right.getFloat32(at, true))
  if (size === 2) return left.getInt16(at, true) - right.getInt16(at, true)
  return left.getInt32(at, true) - right.getInt32(at, true)
}

/** As a subtraction, but right for infinities. */
function difference(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : left > right ? 1 : Number.NaN
}
