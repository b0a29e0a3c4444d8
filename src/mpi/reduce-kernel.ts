import { readFileSync } from 'node:fs'
import type { Op } from './op.ts'

/** The built-in ops; the kernel knows each by its place in this list. */
export const KERNEL_OPS = [
  'SUM',
  'PROD',
  'MIN',
  'MAX',
  'LAND',
  'LOR',
  'LXOR',
  'BAND',
  'BOR',
  'BXOR',
  'MINLOC',
  'MAXLOC',
  'REPLACE',
] as const

export type KernelOpName = (typeof KERNEL_OPS)[number]

const FIRST_BITWISE = KERNEL_OPS.indexOf('BAND')
const LAST_BITWISE = KERNEL_OPS.indexOf('BXOR')

/** Element types as {@link typeOf} numbers them: integers, then three types of floating-point numbers. */
const FIRST_FLOAT = 9
const LAST_FLOAT = 11

/**
 * The functions of kernels/reduce.ts. Places are byte offsets in the workbench's memory, at any alignment; ops are numbered as
 * {@link Op.kernel}, types as by typeOf. They combine only what {@link kernelCombines}, and do nothing else.
 */
export interface ReduceKernel {
  /**
   * `into[i] = left[i] op right[i]`. `into` may be one of the operands, and must not overlap them in any other way.
   * @param count of elements; of pairs for MINLOC and MAXLOC
   */
  combine(op: number, type: number, into: number, left: number, right: number, count: number): void
  /** `into[i] = (a[i] op b[i]) op (c[i] op d[i])`, reading each operand once; for the rest as {@link combine}. */
  combine4(op: number, type: number, into: number, a: number, b: number, c: number, d: number, count: number): void
}

/** @param kernel makes the functions of compiled code, on the workbench's memory */
export function reduceKernel(kernel: (code: Uint8Array) => unknown): ReduceKernel {
  return kernel(readFileSync(new URL('../../kernels/reduce.wasm', import.meta.url))) as ReduceKernel
}

/** The number that the kernel knows an op by. */
export function kernelCode(name: KernelOpName): number {
  return KERNEL_OPS.indexOf(name)
}

/** Whether the kernel can combine elements of this type, as typeOf numbers it, with this op. */
export function kernelCombines({ kernel }: Op, type: number): boolean {
  if (kernel === undefined || type > LAST_FLOAT) return false
  return type < FIRST_FLOAT || kernel < FIRST_BITWISE || kernel > LAST_BITWISE
}
