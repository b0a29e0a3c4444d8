import { type Request, type Status, waitAll, world } from 'crossmem/mpi'
import { bandwidth } from '../benchmarks/bandwidth.ts'
import { NOTHING, ready } from './exchange.ts'
import { measure } from './measure.ts'
import { ACK, DATA } from './tags.ts'

measure(bandwidth, {
  first(out: Uint8Array[]) {
    const requests: Request<void>[] = []
    for (let buffer = 0; buffer < out.length; buffer++) {
      requests.push(world.isend(out[buffer], { dest: 1, tag: DATA }))
    }
    waitAll(requests)
    world.recv(NOTHING, { source: 1, tag: ACK })
  },

  second(_out: Uint8Array[], into: Uint8Array[]) {
    const requests: Request<Status>[] = []
    for (let buffer = 0; buffer < into.length; buffer++) {
      requests.push(world.irecv(into[buffer], { source: 0, tag: DATA }))
    }
    ready()
    waitAll(requests)
    world.send(NOTHING, { dest: 0, tag: ACK })
  },
})
