import { kindOf } from '../../../memory/bytes.ts'
import { revive } from '../../element-types.ts'
import type { Op } from '../../op.ts'
import { KERNEL_OPS } from '../../reduce-kernel.ts'
import { nameOf } from '../call-tag.ts'

/**
 * What all ranks of a collective must agree upon, as words of their lines: which collective it is, the op, the type, the root, how many
 * elements.
 *
 *     signature:  8 bits collective | 8 bits op: 0 none, its kernel's number + 1, 255 a user's | 8 bits type + 1, 0 none
 */
const USERS_OP = 255

export function signatureOf(collective: number, op: Op | null, type: number): number {
  const opCode = op === null ? 0 : op.kernel === undefined ? USERS_OP : op.kernel + 1
  return collective | (opCode << 8) | ((op === null ? 0 : type + 1) << 16)
}

/** Stands for the number of elements where all must give as many, and for the name of a user's op. */
export function extentOf(op: Op, elements: number): number {
  let hash = elements | 0
  if (op.kernel === undefined)
    for (let i = 0; i < op.name.length; i++) hash = (Math.imul(hash, 31) + op.name.charCodeAt(i)) | 0
  return hash
}

/** What a line says of its rank's call, as a part of a sentence. */
export function describe(signature: number, root: number, elements: number): string {
  const op = (signature >>> 8) & 255
  const name = nameOf(signature & 255) ?? 'something unknown'
  if (op === 0) return `${name} with root ${root}`
  const opName = op === USERS_OP ? 'an op of its own' : KERNEL_OPS[op - 1]
  const type = kindOf(revive((signature >>> 16) - 1, new Uint8Array(0)))
  return `${name} of ${elements} elements of a ${type} by ${opName} with root ${root}`
}
