/** What a file server and its maker tell each other: 32-bit words in shared memory. */
export const WORD = { STATE: 0, STOP: 1 } as const
export const CONTROL_BYTES = 8

/** What a file server is doing. From LOADED on its thread is at it, and closes what it was given at its end. */
export const STATE = { STARTING: 0, LOADED: 1, SERVING: 2, ENDED: 3 } as const

/** A file that a thread is to serve. */
export interface ServerTask {
  control: SharedArrayBuffer
  /** /dev/fuse. */
  device: number
  /** Readable when the server is to stop. */
  stop: number
  /** A pidfd of the process whose memory it is; -1 where the kernel does not grant one. */
  owner: number
  /** What the window stands on. */
  kind: 'memfd' | 'mem'
  fd: number
  base: number
  place: { pid: number; start: bigint; length: number; writable: boolean }
}
