/** All ranks end with messages of all lengths under way to all others, which nobody receives. */
import { alloc, world } from '../../../src/mpi/index.ts'

for (let dest = 0; dest < world.size; dest++) {
  for (const length of [0, 100, 9000, 1_000_000]) {
    for (let i = 0; i < 100; i++) world.isend(new Uint8Array(length), { dest })
    world.isend(alloc(Uint8Array, length), { dest })
    world.issend('waits for ever', { dest })
  }
}
