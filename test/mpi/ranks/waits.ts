/**
 * Rank 0 does nothing that the others wait for; they wait in all ways, each in its own, and tell which error they get. Rank 0
 * ends when it is told to, if nobody kills it first.
 */
import {
  ANY_SOURCE,
  alloc,
  attachBuffer,
  BSEND_OVERHEAD,
  BUFFER_AUTOMATIC,
  BYTE,
  detachBuffer,
  type Request,
  testAll,
  testAny,
  testSome,
  vector,
  waitAll,
  waitAny,
  waitSome,
  world,
} from '../../../src/mpi/index.ts'

const VICTIM = 0
const large = alloc(Uint8Array, 2_000_000)
/** What is sent, and where every other byte of a buffer is: neither comes in one piece. */
const COLUMN = 2_000_000
const column = vector(COLUMN, 1, 2, BYTE)
const receive = () => world.irecv(new Uint8Array(10), { source: VICTIM })
const request = () => world.isend(new Uint8Array(100_000), { dest: VICTIM })

/** Looks again and again, as a program does that has something else to do meanwhile. */
function until<T>(look: () => T | null | undefined | false): T {
  for (;;) {
    const seen = look()
    if (seen !== null && seen !== undefined && seen !== false && !(Array.isArray(seen) && seen.length === 0))
      return seen
  }
}

const ways: Record<string, () => unknown> = {
  'recv() without a buffer': () => world.recv({ source: VICTIM }),
  'recv() from anybody': () => world.recv(large, { source: ANY_SOURCE }),
  'recv() of a message under way': () => world.recv(large, { source: VICTIM, tag: 5 }),
  'recv() of a column under way': () => world.recv(column.of(new Uint8Array(2 * COLUMN)), { source: VICTIM, tag: 5 }),
  'irecv().wait()': () => receive().wait(),
  'a loop of test()': () => until(() => receive().test()),
  'sendrecv()': () => world.sendrecv({ send: 'x', dest: VICTIM, source: VICTIM }),
  'send() of a large message': () => world.send(large, { dest: VICTIM }),
  'send() of a large column': () => world.send(column.of(new Uint8Array(2 * COLUMN)), { dest: VICTIM }),
  'send() of a value': () => world.send({ large: new Uint8Array(100_000) }, { dest: VICTIM }),
  'send() into a full lane': () => until(() => world.send(new Uint8Array(1000), { dest: VICTIM }) as undefined),
  'issend().wait()': () => world.issend('x', { dest: VICTIM }).wait(),
  'a loan that is not given back': () => world.send(large, { dest: VICTIM, tag: 6 }),
  'probe()': () => world.probe({ source: VICTIM }),
  'mprobe()': () => world.mprobe({ source: VICTIM, tag: 9 }),
  'a loop of iprobe()': () => until(() => world.iprobe({ source: VICTIM })),
  'a loop of improbe()': () => until(() => world.improbe({ source: VICTIM })),
  'borrow()': () => world.borrow({ source: VICTIM }),
  'waitAll()': () => waitAll([receive(), request()]),
  'waitAny()': () => waitAny([receive(), null, request()]),
  'waitSome()': () => waitSome([receive(), request()]),
  'a loop of testAll()': () => until(() => testAll([receive()])),
  'a loop of testAny()': () => until(() => testAny([receive()])),
  'a loop of testSome()': () => until(() => testSome([receive()])),
  'createGroup()': () => world.createGroup(world.group.incl([VICTIM, world.rank])),
  'a persistent receive': () => world.recvInit(new Uint8Array(10), { source: VICTIM }).start().wait(),
  'a loop of test() of a persistent send': () => {
    const send = world.ssendInit(large, { dest: VICTIM }).start()
    return until(() => send.test())
  },
  'a persistent collective': () => barrier.start().wait(),
  'a partitioned receive': () => world.precvInit(new Uint8Array(10), { source: VICTIM, partitions: 2 }).start().wait(),
  'a loop of parrived()': () => {
    const recv = world.precvInit(new Uint8Array(10), { source: VICTIM, partitions: 2 }).start()
    return until(() => recv.parrived(0))
  },
  'a partitioned send': () => {
    const send = world.psendInit(large, { dest: VICTIM, partitions: 2 }).start()
    send.preadyRange(0, 1)
    send.wait()
  },
  'detachBuffer()': () => {
    attachBuffer(alloc(Uint8Array, large.length + BSEND_OVERHEAD))
    world.bsend(large, { dest: VICTIM })
    detachBuffer()
  },
  'flushBuffer() of a communicator': () => {
    aside.attachBuffer(BUFFER_AUTOMATIC)
    aside.bsend({ large: new Uint8Array(100_000) }, { dest: VICTIM })
    aside.flushBuffer()
  },
  'await of iflushBuffer()': async () => {
    aside.attachBuffer(BUFFER_AUTOMATIC)
    aside.bsend(large, { dest: VICTIM })
    await aside.iflushBuffer()
  },
  'await of a receive': async () => await receive(),
  'await of a send': async () => await world.issend(large, { dest: VICTIM }),
  'await of many': async () =>
    await Promise.all<unknown>([receive(), request(), world.irecv({ source: VICTIM })] as Request<unknown>[]),
}

const names = process.argv[2].split('|')
// Nobody ever receives these: a rank that ends with them is as gone as one without.
const aside = world.dup()
const barrier = world.barrierInit()
barrier.start().wait()
const unwanted =
  world.rank === VICTIM ? names.map((_, index) => aside.isend(new Uint8Array(50_000), { dest: index + 1 })) : []
if (world.rank === VICTIM) {
  const sent = names.map((name, index) =>
    name.endsWith('under way') ? world.isend(new Uint8Array(COLUMN), { dest: index + 1, tag: 5 }) : null,
  )
  const lender = names.indexOf('a loan that is not given back')
  const loan = lender < 0 ? null : world.borrow({ source: lender + 1, tag: 6 })
  console.log(`rank 0 is ready as ${process.pid}`)
  process.stdin.once('data', () => {
    console.log(
      `rank 0 ends, with ${sent.length + unwanted.length} messages under way and ${loan === null ? 'no loan' : 'a loan'}`,
    )
    process.exit(0)
  })
} else {
  const way = names[world.rank - 1]
  console.log(`rank ${world.rank} waits`)
  try {
    await ways[way]()
    console.log(`told ${JSON.stringify({ way, code: 'nothing', message: '' })}`)
  } catch (error) {
    const { code, message } = error as Error & { code: string }
    console.log(`told ${JSON.stringify({ way, code, message })}`)
  }
}
