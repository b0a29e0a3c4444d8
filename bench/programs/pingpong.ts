import { world } from 'crossmem/mpi'
import { pingpong } from '../benchmarks/pingpong.ts'
import { ready } from './exchange.ts'
import { measure } from './measure.ts'
import { DATA } from './tags.ts'

measure(pingpong, {
  first(out: Uint8Array[], into: Uint8Array[]) {
    for (let buffer = 0; buffer < out.length; buffer++) {
      world.send(out[buffer], { dest: 1, tag: DATA })
      world.recv(into[buffer], { source: 1, tag: DATA })
    }
  },

  second(out: Uint8Array[], into: Uint8Array[]) {
    ready()
    for (let buffer = 0; buffer < out.length; buffer++) {
      world.recv(into[buffer], { source: 0, tag: DATA })
      world.send(out[buffer], { dest: 0, tag: DATA })
    }
  },
})
