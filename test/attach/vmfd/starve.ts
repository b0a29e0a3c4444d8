import { closeSync, openSync } from 'node:fs'
import { addressOf, SharedMemory, vmfd } from '../../../src/index.ts'

/** A process whose descriptor table is full, or all but; it prints what comes of opening windows, by how many places are left. */
const memory = new Uint8Array(1000)
const shared = SharedMemory.create(1000)
const backings = { mem: memory, memfd: shared.bytes, fuse: memory } as const
vmfd(process.pid, addressOf(memory), 10).close()

const taken: number[] = []
try {
  for (;;) taken.push(openSync('/dev/null', 'r'))
} catch {
  // Full.
}
for (const [backing, bytes] of Object.entries(backings)) {
  for (let left = 0; left < 12; left++) {
    for (const fd of taken.splice(0, left)) closeSync(fd)
    try {
      const window = vmfd(process.pid, addressOf(bytes), 10, { backing: backing as keyof typeof backings })
      window.close()
      console.log(backing, left, 'opened')
    } catch (error) {
      console.log(backing, left, (error as { code: string }).code)
    }
    // Whatever was opened on the way must be closed again: as many places as before are free.
    for (let place = 0; place < left; place++) taken.push(openSync('/dev/null', 'r'))
    try {
      openSync('/dev/null', 'r')
      console.log('a place too many')
    } catch {
      // As it was.
    }
  }
}
