import { closeSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { ReadableAny } from '../../os/fuse-device.ts'
import { openPidfd } from '../../os/pidfd.ts'
import { MemBacking } from '../vmfd/mem-backing.ts'
import { MemfdBacking } from '../vmfd/memfd-backing.ts'
import { Channel } from './channel.ts'
import { type ServerTask, STATE, WORD } from './control.ts'
import { WindowFile } from './window-file.ts'

/**
 * The thread that serves a window as a file. It looks for requests without sleeping for a moment after each one, for the next mostly
 * comes at once, and waking this thread takes longer than all else about a short read.
 */
const PATIENCE_MILLISECONDS = availableParallelism() > 1 ? 0.05 : 0
/** A thread that is told to end by node notices between two calls only. */
const SLEEP_MILLISECONDS = 1000

const task = workerData as ServerTask
const control = new Int32Array(task.control)
const { device, stop, owner, kind, fd, base, place } = task

function tell(state: number): void {
  Atomics.store(control, WORD.STATE, state)
  Atomics.notify(control, WORD.STATE)
}

function serve(file: WindowFile): void {
  const sleep = new ReadableAny([device, stop, owner])
  let until = 0
  while (!file.ended && Atomics.load(control, WORD.STOP) === 0) {
    if (file.serve()) {
      if (control[WORD.STATE] === STATE.STARTING && file.begun) tell(STATE.SERVING)
      until = performance.now() + PATIENCE_MILLISECONDS
    } else if (performance.now() > until) {
      sleep.wait(SLEEP_MILLISECONDS)
      if (sleep.has(1) || sleep.has(2)) return
    }
  }
}

/** Pages that somebody has mapped are taken from him; those that he changed come as requests meanwhile. */
async function takeBack(channel: Channel, file: WindowFile): Promise<void> {
  file.revoke()
  let forgotten = false
  channel.forgetPages().then(() => {
    forgotten = true
  })
  while (!forgotten && !file.ended) {
    file.serve()
    await nextTurn()
  }
}

const backing =
  kind === 'memfd'
    ? new MemfdBacking(fd, base, place.length, place.writable)
    : new MemBacking(fd, place.pid, base, place.writable ? openPidfd(place.pid) : -1)
try {
  const channel = new Channel(device)
  const file = new WindowFile(channel, backing, place)
  serve(file)
  if (file.begun) await takeBack(channel, file)
} finally {
  closeSync(device)
  backing.close()
  if (owner >= 0) closeSync(owner)
  tell(STATE.ENDED)
}
