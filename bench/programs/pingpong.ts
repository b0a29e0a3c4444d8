import { type Loan, type Request, waitAll, world } from 'crossmem/mpi'
import { pingpong } from '../benchmarks/pingpong.ts'
import { type Exchange, ready } from './exchange.ts'
import { measure } from './measure.ts'
import { DATA } from './tags.ts'

const copying: Exchange = {
  first(out, into) {
    for (let buffer = 0; buffer < out.length; buffer++) {
      world.send(out[buffer], { dest: 1, tag: DATA })
      world.recv(into[buffer], { source: 1, tag: DATA })
    }
  },

  second(out, into) {
    ready()
    for (let buffer = 0; buffer < out.length; buffer++) {
      world.recv(into[buffer], { source: 0, tag: DATA })
      world.send(out[buffer], { dest: 0, tag: DATA })
    }
  },
}

const loans: Loan[] = []
const sends: Request<void>[] = []

const borrowing: Exchange = {
  first(out, into) {
    for (let buffer = 0; buffer < out.length; buffer++) {
      sends.push(world.isend(out[buffer], { dest: 1, tag: DATA }))
      into[buffer] = borrow(1)
    }
  },

  second(out, into) {
    ready()
    for (let buffer = 0; buffer < out.length; buffer++) {
      into[buffer] = borrow(0)
      sends.push(world.isend(out[buffer], { dest: 0, tag: DATA }))
    }
  },

  settle() {
    for (const loan of loans) loan.release()
    waitAll(sends)
    loans.length = 0
    sends.length = 0
  },
}

function borrow(source: number): Uint8Array {
  const loan = world.borrow({ source, tag: DATA })
  loans.push(loan)
  return loan.view as Uint8Array
}

measure(pingpong, process.argv.at(-1) === 'borrowed' ? borrowing : copying)
