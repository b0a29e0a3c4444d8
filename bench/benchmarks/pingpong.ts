import type { Benchmark } from './benchmark.ts'

const MOST = 32
const BYTES_EACH_SIDE = 16 * 1024

export const pingpong: Benchmark = {
  name: 'pingpong',
  title: 'ping-pong, one way',
  ranks: 2,
  leading: 'microseconds',
  answers: true,
  borrows: true,
  buffers: (bytes) => Math.max(1, Math.min(MOST, Math.floor(BYTES_EACH_SIDE / Math.max(bytes, 1)))),
  messages: (buffers) => 2 * buffers,
  notes: [
    'A message goes there and another comes back, sent blocking, from and into a buffer of its own; time is half the round trip.',
    'One reading of the clock spans 32 round trips at 8 B, fewer as sizes grow, one from 16K up.',
    'Protocol borrowed: instead of receiving, either rank borrows what the other sent, looks at it where it lies, and gives it back after the clock was read.',
  ],
}
