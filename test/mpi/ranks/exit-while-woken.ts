/**
 * Ends in the very moment in which its event loop is woken: because there is nothing left to do, or as the argument says by `exit`
 * or by `throw`.
 */
import { port, world } from '../../../src/mpi/world.ts'
import { signalEventfd } from '../../../src/os/eventfd.ts'
import { type Bell, IN_EVENT_LOOP } from '../../../src/transport/bell.ts'
import type { Segment } from '../../../src/transport/segment.ts'

const segment = Reflect.get(port.transport, 'segment') as Segment
const eventfds = Reflect.get(Reflect.get(port.transport, 'bell') as Bell, 'eventfds') as number[]

const request = world.irecv()
request.then(() => undefined)
while (segment.i32[segment.bellAt(world.rank) / 4] !== IN_EVENT_LOOP)
  await new Promise((resolve) => setImmediate(resolve))
request.cancel()
signalEventfd(eventfds[world.rank])
if (process.argv[2] === 'throw') throw new Error('this is the end')
if (process.argv[2] === 'exit') process.exit(0)
