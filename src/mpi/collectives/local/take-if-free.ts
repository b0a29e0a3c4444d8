import type { LocalCall } from './local-call.ts'

/** Takes memory in this rank's arena for a call, until it ends. @returns its offset; -1 when the heap is full */
export function takeIfFree(call: LocalCall, bytes: number): number {
  try {
    call.held = { offset: call.view.take(bytes), bytes }
    return call.held.offset
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_HEAP_FULL') throw error
    return -1
  }
}
