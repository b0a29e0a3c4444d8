import type { Benchmark } from './benchmark.ts'

const MOST = 64
const LEAST = 4
const WINDOW_BYTES = 4 * 1024 * 1024

export const bandwidth: Benchmark = {
  name: 'bandwidth',
  title: 'bandwidth, one way',
  ranks: 2,
  leading: 'megabytesPerSecond',
  answers: false,
  borrows: false,
  buffers: (bytes) => Math.max(LEAST, Math.min(MOST, Math.floor(WINDOW_BYTES / Math.max(bytes, 1)))),
  messages: (buffers) => buffers,
  notes: [
    'A window of nonblocking messages, from and into buffers of their own, into receives that are posted before, then one empty answer.',
    'The window is 64 messages up to 64K, fewer above (4M in all), 4 from 1M up; time is the window through its messages.',
  ],
}
