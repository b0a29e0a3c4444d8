/** What a file server and its maker tell each other: 32-bit words in shared memory. */
export const WORD = { STATE: 0, STOP: 1 } as const
export const CONTROL_BYTES = 8

/** What a file server is doing. */
export const STATE = { STARTING: 0, SERVING: 1, ENDED: 2 } as const

/** What a file server's thread is started with. All descriptors are its own to close. */
export interface ServerTask {
  control: SharedArrayBuffer
  /** /dev/fuse. */
  device: number
  /** Readable when the server is to stop. */
  stop: number
  /** Readable when the process whose memory it is has ended; -1 where that cannot be told. */
  owner: number
  /** What the window stands on. */
  kind: 'memfd' | 'mem'
  fd: number
  base: number
  place: { pid: number; start: bigint; length: number; writable: boolean }
}
