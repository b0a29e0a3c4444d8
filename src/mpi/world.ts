import { createEventfd } from '../os/eventfd.ts'
import { requireLinux } from '../os/libc.ts'
import { createMemfd } from '../os/memfd.ts'
import { JobTransport } from '../transport/job-transport.ts'
import { ownPlace, type Place } from '../transport/place.ts'
import { Segment } from '../transport/segment.ts'
import { STAGING_BYTES } from '../transport/staging-layout.ts'
import { Communicator } from './communicator.ts'
import { Port, SELF_CONTEXT, WORLD_CONTEXT } from './port.ts'

const DEFAULT_HEAP = 2 ** 30

function joinJob(place: Place): JobTransport {
  const segment = Segment.open(place.segment, place.size)
  segment.setPid(place.rank, process.pid)
  return new JobTransport(segment, place)
}

/** Without a launcher a program is a job of one rank. */
function beAlone(): JobTransport {
  const segment = Segment.create(1)
  segment.setPid(0, process.pid)
  return new JobTransport(segment, {
    rank: 0,
    size: 1,
    launcher: process.pid,
    segment: segment.fd,
    arenas: [createMemfd('crossmem-arena', DEFAULT_HEAP + STAGING_BYTES)],
    eventfds: [createEventfd()],
    heapBytes: DEFAULT_HEAP,
    forced: null,
    crowded: false,
    processor: null,
  })
}

function connect(): Port {
  const place = ownPlace()
  const transport = place === null ? beAlone() : joinJob(place)
  // What a rank sent is not lost when its program ends; what a failed one sent does not matter any more.
  process.on('exit', (code) => {
    if (code === 0) transport.finalize()
    transport.close()
  })
  return new Port(transport)
}

function worldOf(port: Port): Communicator {
  const { rank, size } = port.transport
  const everybody = Array.from({ length: size }, (_, index) => index)
  const made = new Communicator({ port, context: WORLD_CONTEXT, members: everybody, rank })
  made.name = 'world'
  return made
}

function selfOf(port: Port): Communicator {
  const made = new Communicator({ port, context: SELF_CONTEXT, members: [port.transport.rank], rank: 0 })
  made.name = 'self'
  return made
}

/** Elsewhere than on Linux the module can be imported, and the first use of anything says what is missing. */
function unavailable<T extends object>(): T {
  return new Proxy({} as T, { get: requireLinux as () => never })
}

const isLinux = process.platform === 'linux'

/** This process's connection to its job. */
export const port: Port = isLinux ? connect() : unavailable()

/**
 * All ranks of the job. A program that runs without `crossmem run` is a job of one.
 * @example
 * console.log(`rank ${world.rank} of ${world.size}`)
 */
export const world: Communicator = isLinux ? worldOf(port) : unavailable()

/** This rank alone (MPI_COMM_SELF). */
export const self: Communicator = isLinux ? selfOf(port) : unavailable()
