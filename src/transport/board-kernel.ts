import { readFileSync } from 'node:fs'

/** The functions of kernels/board.ts. Places are byte offsets on the workbench. */
export interface BoardKernel {
  lacking(at: number, count: number, call: number, word: number, value: number, looks: number): number
  unfinished(at: number, count: number, call: number, looks: number): number
  disagreeing(at: number, count: number, own: number): number
  tell(at: number, value: number, sleepers: number): number
}

/** @param kernel makes the functions of compiled code, on the workbench's memory */
export function boardKernel(kernel: (code: Uint8Array) => unknown): BoardKernel {
  return kernel(readFileSync(new URL('../../kernels/board.wasm', import.meta.url))) as BoardKernel
}
