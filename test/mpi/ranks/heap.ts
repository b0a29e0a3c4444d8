/** A heap of 8 MiB that is full. For 2 ranks. */
import assert from 'node:assert/strict'
import { alloc, free, world } from '../../../src/mpi/index.ts'
import { fill, isFilled, runCases } from './cases.ts'

const MIB = 1024 * 1024
const { rank } = world

await runCases({
  'alloc() on a full heap says what was asked, what is free, and what to do': () => {
    const kept = alloc(Uint8Array, 5 * MIB)
    assert.throws(() => alloc(Float64Array, MIB / 2), {
      code: 'ERR_HEAP_FULL',
      message: /^the heap is full: 4194304 bytes were asked for, 3145728 of 8388608 are free.*--heap/,
    })
    assert.throws(() => alloc(Uint8Array, 2 ** 40), { code: 'ERR_HEAP_FULL' })
    const rest = alloc(Uint8Array, 3 * MIB)
    free(kept)
    free(rest)
    free(alloc(Uint8Array, 8 * MIB))
  },

  'a full heap does not keep messages from arriving': () => {
    const full = fill(alloc(Uint8Array, 8 * MIB), rank)
    const into = new Uint8Array(8 * MIB)
    world.sendrecv({ send: full, dest: 1 - rank, recv: into, source: 1 - rank })
    assert.ok(isFilled(into, 1 - rank))
    world.sendrecv({ send: into, dest: 1 - rank, recv: full, source: 1 - rank })
    assert.ok(isFilled(full, rank))
    free(full)
  },
})
