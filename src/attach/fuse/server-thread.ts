import { closeSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { duplicate } from '../../os/descriptor.ts'
import { ReadableAny } from '../../os/fuse-device.ts'
import { readMappings } from '../mappings.ts'
import { MemBacking } from '../vmfd/mem-backing.ts'
import { MemfdBacking } from '../vmfd/memfd-backing.ts'
import { Channel } from './channel.ts'
import { type ServerTask, STATE, WORD } from './control.ts'
import { WindowFile } from './window-file.ts'

/** A thread that is told to end by node notices between two calls only. */
const SLEEP_MILLISECONDS = 1000

/** Serves one file after the other; null: there will be none any more. */
parentPort!.on('message', (task: ServerTask | null) => {
  if (task === null) parentPort!.close()
  // Whoever waits for it learns from its state.
  else carryOut(task).catch(() => undefined)
})

function tell(control: Int32Array, state: number): void {
  Atomics.store(control, WORD.STATE, state)
  Atomics.notify(control, WORD.STATE)
}

/** Whether its process has all of a window mapped, to be read. */
function isReadable({ pid, start, length }: ServerTask['place']): boolean {
  let reached = start
  for (const mapping of readMappings(pid)) {
    if (mapping.start <= reached && reached < mapping.end && mapping.readable) reached = mapping.end
  }
  return reached >= start + BigInt(length)
}

function serve(file: WindowFile, { device, stop, owner }: ServerTask, control: Int32Array): void {
  const sleep = new ReadableAny([device, stop, owner])
  while (!file.ended && Atomics.load(control, WORD.STOP) === 0) {
    if (file.serve()) {
      if (control[WORD.STATE] === STATE.LOADED && file.begun) tell(control, STATE.SERVING)
    } else {
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

async function carryOut(task: ServerTask): Promise<void> {
  const { device, owner, kind, fd, base, place } = task
  const control = new Int32Array(task.control)
  // Its maker may have given up waiting.
  if (Atomics.compareExchange(control, WORD.STATE, STATE.STARTING, STATE.LOADED) !== STATE.STARTING) return
  const backing =
    kind === 'memfd'
      ? new MemfdBacking(fd, base, place.length, place.writable)
      : new MemBacking(fd, base, { pid: place.pid, pidfd: owner < 0 ? -1 : duplicate(owner) })
  try {
    const channel = new Channel(device)
    const file = new WindowFile(channel, backing, place, isReadable(place))
    serve(file, task, control)
    if (file.begun) await takeBack(channel, file)
  } finally {
    closeSync(device)
    backing.close()
    if (owner >= 0) closeSync(owner)
    tell(control, STATE.ENDED)
  }
}
