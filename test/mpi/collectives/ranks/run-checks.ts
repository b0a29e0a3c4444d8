/**
 * Runs all checks on a communicator: the world, or with 'split' one of two, with the ranks in reverse order; with 'nonblocking' by
 * nonblocking calls. Arguments: seed, communicator, how
 */
import { type Communicator, type Request, world } from '../../../../src/mpi/index.ts'
import { ALL_CHECKS } from '../all-checks.ts'
import { Data } from '../setting.ts'

const [seed, which, how] = process.argv.slice(2)
const blocking = which === 'split' ? world.split({ color: world.rank % 2, key: -world.rank })! : world
const comm = how === 'nonblocking' ? nonblocking(blocking) : blocking
const data = new Data(Number(seed))

for (const [name, check] of Object.entries(ALL_CHECKS)) {
  try {
    check({ comm, data })
  } catch (error) {
    throw new Error(`with seed ${seed}, on rank ${comm.rank} of ${comm.size}: ${name}`, { cause: error })
  }
  if (comm.rank === 0) process.stdout.write(`${name}\n`)
}

/** A communicator whose collectives are begun, and then looked at again and again, or waited for. */
function nonblocking(comm: Communicator): Communicator {
  let calls = 0
  return new Proxy(comm, {
    get(target, name) {
      const begun = Reflect.get(target, `i${String(name)}`)
      const own = Reflect.get(target, name)
      if (typeof begun !== 'function') return typeof own === 'function' ? own.bind(target) : own
      return (...args: unknown[]) => {
        const request = begun.apply(target, args) as Request<unknown>
        if (++calls % 2 === 0) while (!request.test());
        return request.wait()
      }
    },
  })
}
