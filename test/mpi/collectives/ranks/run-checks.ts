/** Runs all checks on a communicator: the world, or with 'split' one of two, with the ranks in reverse order. Arguments: seed, communicator */
import { world } from '../../../../src/mpi/index.ts'
import { ALL_CHECKS } from '../all-checks.ts'
import { Data } from '../setting.ts'

const [seed, which] = process.argv.slice(2)
const comm = which === 'split' ? world.split({ color: world.rank % 2, key: -world.rank })! : world
const data = new Data(Number(seed))

for (const [name, check] of Object.entries(ALL_CHECKS)) {
  try {
    check({ comm, data })
  } catch (error) {
    throw new Error(`with seed ${seed}, on rank ${comm.rank} of ${comm.size}: ${name}`, { cause: error })
  }
  if (comm.rank === 0) process.stdout.write(`${name}\n`)
}
