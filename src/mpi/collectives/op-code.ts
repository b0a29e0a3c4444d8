import type { Op } from '../op.ts'

/** The library's ops; a code is a place in this list, and what is left of 4 bits is for ops of the program. */
const NAMES = ['SUM', 'PROD', 'MIN', 'MAX', 'LAND', 'LOR', 'LXOR', 'BAND', 'BOR', 'BXOR', 'MINLOC', 'MAXLOC', 'REPLACE']
const CODES = 16

const codes = new WeakMap<Op, number>()

/** A number from 0 to 15 that travels with operands, so that ranks with different ops mostly find out. */
export function codeOf(op: Op): number {
  let code = codes.get(op)
  if (code === undefined) {
    code = NAMES.indexOf(op.name)
    if (code < 0) code = NAMES.length + (sumOf(String(op.name)) % (CODES - NAMES.length))
    codes.set(op, code)
  }
  return code
}

/**
 * Whether an op is the program's own, and so may throw: then it is combined along a tree, in which all that wait for the
 * result hear of that.
 */
export function mayThrow(op: Op): boolean {
  return codeOf(op) >= NAMES.length
}

/** What a code stands for, for error messages. */
export function opName(code: number): string {
  return NAMES[code] ?? "an op of the program's own"
}

function sumOf(text: string): number {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum = (31 * sum + text.charCodeAt(i)) % 65_521
  return sum
}
