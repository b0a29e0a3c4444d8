import { readFileSync } from 'node:fs'

/** The functions of kernels/lane.ts. Places are byte offsets in the control segment, truth is 1. */
export interface LaneKernel {
  isPublished(slot: number, sequence: number, looks: number): number
  publish(slot: number, sequence: number, bell: number, bit: number): number
}

/** @param kernel makes the functions of compiled code, on the control segment's memory */
export function laneKernel(kernel: (code: Uint8Array) => unknown): LaneKernel {
  return kernel(readFileSync(new URL('../../kernels/lane.wasm', import.meta.url))) as LaneKernel
}
