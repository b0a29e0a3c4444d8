/**
 * Runs all checks on a communicator: the world, or with 'split' one of two, with the ranks in reverse order; with 'nonblocking' by
 * nonblocking calls, with 'persistent' by persistent requests. Arguments: seed, communicator, how
 */
import { type Communicator, type PersistentRequest, type Request, world } from '../../../../src/mpi/index.ts'
import { ALL_CHECKS, FRESH_CHECKS } from '../all-checks.ts'
import { Data } from '../setting.ts'

const [seed, which, how] = process.argv.slice(2)
const blocking = which === 'split' ? world.split({ color: world.rank % 2, key: -world.rank })! : world
const comm = how === 'nonblocking' ? nonblocking(blocking) : how === 'persistent' ? persistent(blocking) : blocking
const data = new Data(Number(seed))

for (const [name, check] of Object.entries(how === 'persistent' ? FRESH_CHECKS : ALL_CHECKS)) {
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
  return instead(
    comm,
    (name) => `i${name}`,
    (request: Request<unknown>) => {
      if (++calls % 2 === 0) while (!request.test());
      return request.wait()
    },
  )
}

/** A communicator whose collectives are set up, started once, and freed. */
function persistent(comm: Communicator): Communicator {
  return instead(
    comm,
    (name) => `${name}Init`,
    (request: PersistentRequest<unknown>) => {
      const result = request.start().wait()
      request.free()
      return result
    },
  )
}

/** A communicator that makes its calls by others, if there are such, and comes by their results in another way. */
function instead<R>(
  comm: Communicator,
  other: (name: string) => string,
  finish: (request: R) => unknown,
): Communicator {
  return new Proxy(comm, {
    get(target, name) {
      const begun = Reflect.get(target, other(String(name)))
      const own = Reflect.get(target, name)
      if (typeof begun !== 'function') return typeof own === 'function' ? own.bind(target) : own
      return (...args: unknown[]) => finish(begun.apply(target, args))
    },
  })
}
