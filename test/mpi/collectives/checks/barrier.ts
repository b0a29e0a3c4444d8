import assert from 'node:assert/strict'
import { waitAll } from '../../../../src/mpi/index.ts'
import { type Checks, perRank } from '../setting.ts'

export const barrierChecks: Checks = {
  'barrier() returns only when all ranks have called it': ({ comm }) => {
    const { rank, size } = comm
    // What was started before a barrier can be found after it, if the sender had to call it too.
    for (let round = 0; round < 20; round++) {
      const late = round % size
      const sends = perRank(rank === late ? size : 0, (dest) => comm.isend(round, { dest, tag: round }))
      comm.barrier()
      assert.notEqual(
        comm.iprobe({ source: late, tag: round }),
        null,
        `round ${round}: rank ${late} was not waited for`,
      )
      assert.equal(comm.recv({ source: late, tag: round }), round)
      waitAll(sends)
    }
  },
}
