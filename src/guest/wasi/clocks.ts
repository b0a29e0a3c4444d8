import type { GuestMemory } from '../memory.ts'
import { WasiError } from './errno.ts'
import { putLong } from './layout.ts'
import { pause } from './sleep.ts'
import type { WasiFunctions } from './wasi.ts'

const REALTIME = 0
const MONOTONIC = 1
const PROCESS_TIME = 2
const THREAD_TIME = 3
const CLOCK = 0
/** A subscription of poll_oneoff, and the event that comes of it, in bytes. */
const SUBSCRIPTION = 48
const EVENT = 32
const ABSOLUTE = 1

/** Clocks, and waiting for them. */
export function clocks(memory: GuestMemory): WasiFunctions {
  return {
    clock_res_get(clock: number, pointer: number) {
      now(clock)
      putLong(memory, pointer, 1n)
    },
    clock_time_get(clock: number, _precision: bigint, pointer: number) {
      putLong(memory, pointer, now(clock))
    },
    /** Streams are always ready; else it waits for the first of the clocks. */
    poll_oneoff(subscriptions: number, events: number, count: number, happened: number) {
      if (count === 0) throw new WasiError('EINVAL')
      const wanted = Array.from({ length: count }, (_, i) => read(memory, (subscriptions >>> 0) + i * SUBSCRIPTION))
      const streams = wanted.filter(({ kind }) => kind !== CLOCK)
      const first = wanted.reduce((least, { wait }) => (wait < least ? wait : least), wanted[0].wait)
      if (streams.length === 0 && first > 0n) pause(Number(first) / 1e6)
      const ready = streams.length > 0 ? streams : wanted.filter(({ wait }) => wait <= first)
      ready.forEach(({ userData, kind }, i) => {
        const event = memory.bytes((events >>> 0) + i * EVENT, EVENT)
        event.fill(0)
        event.set(userData)
        event[10] = kind
      })
      memory.putInt(happened, ready.length)
    },
  }
}

/** In nanoseconds. */
function now(clock: number): bigint {
  if (clock === REALTIME) return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6))
  if (clock === MONOTONIC) return process.hrtime.bigint()
  if (clock !== PROCESS_TIME && clock !== THREAD_TIME) throw new WasiError('EINVAL')
  const { user, system } = process.cpuUsage()
  return BigInt(user + system) * 1000n
}

interface Wanted {
  userData: Uint8Array
  kind: number
  /** Nanoseconds from now. */
  wait: bigint
}

function read(memory: GuestMemory, at: number): Wanted {
  const bytes = memory.bytes(at, SUBSCRIPTION)
  const view = new DataView(bytes.buffer, bytes.byteOffset, SUBSCRIPTION)
  const kind = bytes[8]
  const userData = bytes.slice(0, 8)
  if (kind !== CLOCK) return { userData, kind, wait: 0n }
  const timeout = view.getBigUint64(24, true)
  const isAbsolute = (view.getUint16(40, true) & ABSOLUTE) !== 0
  return { userData, kind, wait: isAbsolute ? timeout - now(view.getUint32(16, true)) : timeout }
}
