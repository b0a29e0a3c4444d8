/** Rank 0 makes a communicator with rank 1, which ends instead, in the way that it is told, and tells which error that gives. */
import { world } from '../../../src/mpi/index.ts'
import { codeOf } from './cases.ts'

const [how] = process.argv.slice(2)
if (world.rank === 1) {
  if (how === 'killed') process.kill(process.pid, 'SIGKILL')
} else console.log(codeOf(() => world.createGroup(world.group)))
