import { Worker } from 'node:worker_threads'
import type { ServerTask } from './control.ts'

/** So many threads wait for the next file at most. */
const MOST_IDLE = 4

/** Threads that serve no file. They are used again: the FFI library never unmaps what it has mapped for a thread. */
const idle: Worker[] = []

/** Has a thread serve a file. How far it is stands in the task's control words. */
export function startServing(task: ServerTask): Worker {
  const thread = idle.pop() ?? startThread()
  thread.postMessage(task)
  return thread
}

/** Takes a thread back. @param ready whether it has said that it has ended with its file */
export function endServing(thread: Worker, ready: boolean): void {
  if (ready && idle.length < MOST_IDLE) idle.push(thread)
  // Whenever it comes to that: it may hang in the memory that it reads.
  else thread.postMessage(null)
}

function startThread(): Worker {
  const program = new URL('./server-thread.js', import.meta.url)
  const thread = new Worker(program, { execArgv: [], env: {}, trackUnmanagedFds: false })
  // Whoever waits for it learns from its state.
  thread.on('error', () => undefined)
  thread.once('exit', () => {
    const index = idle.indexOf(thread)
    if (index >= 0) idle.splice(index, 1)
  })
  thread.unref()
  return thread
}
