/**
 * Rank 2 does nothing. The others wait for what it never does, in the way that the argument names, and tell which error
 * they get, and when.
 */
import { ANY_SOURCE, alloc, world } from '../../../src/mpi/index.ts'

const victim = 2
const large = alloc(Uint8Array, 4 * 1024 * 1024)
const ways: Record<string, () => unknown> = {
  recv: () => world.recv(large, { source: victim }),
  recvAny: () => world.recv(large, { source: ANY_SOURCE }),
  send: () => world.send(large, { dest: victim }),
  sendOrdinary: () => world.send(Buffer.alloc(large.length), { dest: victim }),
  ssend: () => world.ssend('small', { dest: victim }),
  probe: () => world.probe({ source: victim }),
  await: () => world.irecv(large, { source: victim }),
  barrier: () => world.barrier(),
  allreduce: () => world.allreduce(large),
}

const stayAlive = setInterval(() => undefined, 60_000)
console.log(`rank ${world.rank} is ready as ${process.pid}`)
if (world.rank !== victim) {
  try {
    await ways[process.argv[2]]()
    console.log('it came to an end')
  } catch (error) {
    const { code, message } = error as Error & { code: string }
    console.log(`told ${JSON.stringify({ rank: world.rank, code, message, at: Date.now() })}`)
  }
  clearInterval(stayAlive)
}
