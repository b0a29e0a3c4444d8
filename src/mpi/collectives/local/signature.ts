import { kindOf } from '../../../memory/bytes.ts'
import { revive } from '../../element-types.ts'
import type { Op } from '../../op.ts'
import { elementBytes } from '../../receive-status.ts'
import { KERNEL_OPS } from '../../reduce-kernel.ts'
import { nameOf } from '../call-tag.ts'

/**
 * What all ranks of a collective must agree upon, as words of their lines: which collective it is, the op, the type, the root, how many
 * elements.
 *
 *     signature:  8 bits collective | 8 bits op: 0 none, its kernel's number + 1, from 254 a user's | 8 bits type + 1, 0 none
 */
const HAVE_ROOTS: readonly string[] = ['bcast', 'reduce', 'gather', 'gatherv', 'scatter', 'scatterv']
const USERS_OP = 254
/** Of which each element of the result needs the same one of the operands only. */
const USERS_ELEMENTWISE_OP = 255

export function signatureOf(collective: number, op: Op | null, type: number): number {
  return collective | (codeOf(op) << 8) | ((op === null ? 0 : type + 1) << 16)
}

/**
 * Stands for the number of elements where all must give as many, and for the name and span of a user's op.
 * @param begins where the ranks' parts begin, if they get parts
 */
export function extentOf(op: Op, elements: number, begins: readonly number[] = []): number {
  let hash = elements | 0
  for (const begin of begins) hash = (Math.imul(hash, 31) + begin) | 0
  if (op.kernel !== undefined) return hash
  for (let i = 0; i < op.name.length; i++) hash = (Math.imul(hash, 31) + op.name.charCodeAt(i)) | 0
  return (Math.imul(hash, 31) + (op.span ?? 1)) | 0
}

function codeOf(op: Op | null): number {
  if (op === null) return 0
  if (op.kernel !== undefined) return op.kernel + 1
  return op.elementwise === true ? USERS_ELEMENTWISE_OP : USERS_OP
}

/** What a line says of its rank's call, as a part of a sentence. @param bytes the length of what is combined */
export function describe(signature: number, root: number, bytes: number): string {
  const op = (signature >>> 8) & 255
  const name = nameOf(signature & 255) ?? 'something unknown'
  const rooted = HAVE_ROOTS.includes(name) ? ` with root ${root}` : ''
  if (op === 0) return name + rooted
  const opName = op >= USERS_OP ? 'an op of its own' : KERNEL_OPS[op - 1]
  const nothing = revive((signature >>> 16) - 1, new Uint8Array(0))
  return `${name} of ${bytes / elementBytes(nothing)} elements of a ${kindOf(nothing)} by ${opName}${rooted}`
}
