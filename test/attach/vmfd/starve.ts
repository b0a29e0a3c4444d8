import { closeSync, openSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { addressOf, SharedMemory, vmfd } from '../../../src/index.ts'

/** A process whose descriptor table is all but full; it prints what comes of opening windows, by how many places are left. */
const memory = new Uint8Array(1000)
const shared = SharedMemory.create(1000)
const backings = { mem: memory, memfd: shared.bytes, fuse: memory } as const
const LEFT = [0, 1, 2, 3, 4, 8, 16, 24, 30, 33, 36, 40]

/** What node opens for a thread, at most; the first one that has served a file waits for the next. */
const OF_A_THREAD = 20
let threads = 0

/** Takes every place that is left. */
function fill(): number[] {
  const taken: number[] = []
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'))
  } catch {
    return taken
  }
}

const taken = fill()
for (const [backing, bytes] of Object.entries(backings)) {
  for (const left of LEFT) {
    let returned = left
    for (const fd of taken.splice(0, left)) closeSync(fd)
    try {
      vmfd(process.pid, addressOf(bytes), 10, { backing: backing as keyof typeof backings }).close()
      console.log(backing, left, 'opened')
      if (backing === 'fuse' && threads++ === 0) returned -= OF_A_THREAD
    } catch (error) {
      console.log(backing, left, (error as { code: string }).code)
    }
    // Whatever was taken on the way is given back, by a thread a little later.
    let refilled = fill()
    for (; refilled.length < returned; refilled = fill()) {
      for (const fd of refilled) closeSync(fd)
      await setImmediate()
    }
    if (refilled.length > left) console.log('a place too many')
    taken.push(...refilled)
  }
}
