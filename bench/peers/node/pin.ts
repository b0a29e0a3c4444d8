import { execFileSync } from 'node:child_process'
import { readlinkSync } from 'node:fs'
import { basename } from 'node:path'

/** Binds the calling thread, and only it, to a processor. */
export function pinThread(processor: number): void {
  const thread = basename(readlinkSync('/proc/thread-self'))
  execFileSync('taskset', ['-c', '-p', String(processor), thread])
}
