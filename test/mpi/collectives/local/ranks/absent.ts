/** One of three ranks, the argument, ends instead of calling any collective. */
import { world } from '../../../../../src/mpi/index.ts'
import { codeOf } from '../../../ranks/cases.ts'

const { rank } = world
if (rank !== Number(process.argv[2])) {
  const told = [() => world.barrier(), () => world.allreduce(1), () => world.iallgather(1).wait()].map(codeOf)
  console.log(`rank ${rank} was told ${told.join(' ')}`)
}
