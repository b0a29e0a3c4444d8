/** Two ranks, of which the second may not map another's memory: it lowers its own limit of address space. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { world } from '../../../../../src/mpi/index.ts'
import { takenBlocks } from '../../../../../src/transport/board.ts'
import { ownPlace } from '../../../../../src/transport/place.ts'
import { NO_WINDOWS, Segment, WINDOWS } from '../../../../../src/transport/segment.ts'

const { rank, size } = world
const segment = Segment.open(ownPlace()!.segment, size)
if (rank === 1) {
  const used = 1024 * Number(/^VmSize:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1])
  const { status } = spawnSync('prlimit', ['--pid', String(process.pid), `--as=${used + 2 ** 30}`])
  assert.equal(status, 0)
}
world.barrier()
for (const length of [1, 2000, 100_000]) {
  assert.ok(world.allreduce(new Float64Array(length).fill(rank + 1)).every((x) => x === 3))
  const all = world.allgather(new Float64Array(length).fill(rank), { recv: new Float64Array(2 * length) })
  assert.equal(all[length] - all[0], 1)
}
world.barrier()
if (rank === 0) {
  assert.deepEqual([segment.view(0), segment.view(1), takenBlocks(segment)], [WINDOWS, NO_WINDOWS, 0])
  console.log('1 of 2 ranks sees the other, and nobody has a block')
}
