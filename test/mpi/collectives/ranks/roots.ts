/** Ranks that disagree about the root, of which one finds out. For 3 ranks. */
import assert from 'node:assert/strict'
import { world } from '../../../../src/mpi/index.ts'

const { rank } = world
const root = rank === 1 ? 2 : 0
for (const name of ['reduce', 'gather'] as const) {
  const comm = world.dup()
  const send = new Float64Array(3)
  const call = () => (name === 'reduce' ? comm.reduce(send, { root }) : comm.gather(send, { root }))
  const message = new RegExp(`^rank 1 called ${name} with root 2 where rank 0 called it with root 0: `)
  if (rank === 0) assert.throws(call, { code: 'ERR_COLLECTIVE_MISMATCH', message })
  else call()
  world.barrier()
}
if (rank === 0) console.log('the roots are told')
