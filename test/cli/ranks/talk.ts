/** Rank 0 sends two messages of 100 bytes each to rank 1. */
import { world } from '../../../src/mpi/index.ts'

const bytes = new Uint8Array(100)
for (let count = 0; count < 2; count++) {
  if (world.rank === 0) world.send(bytes, { dest: 1 })
  else world.recv(bytes, { source: 0 })
}
