import type { LocalCall } from './local-call.ts'

/** Takes memory in this rank's arena. @returns its offset; -1 when the heap is full */
export function takeIfFree({ view }: LocalCall, bytes: number): number {
  try {
    return view.arena.take(bytes)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_HEAP_FULL') throw error
    return -1
  }
}
