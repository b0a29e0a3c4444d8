import { Readable, Writable } from 'node:stream'
import { CrossmemRangeError } from '../../errors.ts'
import { kindOf } from '../../memory/bytes.ts'
import type { Vmfd } from './vmfd.ts'

export interface StreamOptions {
  /** The first byte's offset in the window: 0. */
  start?: number
  /** The offset behind the last byte: the window's length. */
  end?: number
  /** How many bytes a chunk has, and how many are kept ready: 1 MiB. */
  highWaterMark?: number
}

declare global {
  // Node's own types, of which these become a part where a program has them; without them nothing else is missing.
  namespace NodeJS {
    interface ReadableStream {
      readable: boolean
    }
    interface WritableStream {
      writable: boolean
    }
  }
}

/** A stream.Readable. */
export type WindowReader = NodeJS.ReadableStream
/** A stream.Writable. */
export type WindowWriter = NodeJS.WritableStream

const CHUNK = 1024 * 1024

export function readFrom(window: Vmfd, { start = 0, end, highWaterMark = CHUNK }: StreamOptions): WindowReader {
  const stop = Math.min(end ?? window.byteLength, window.byteLength)
  check(start)
  check(end ?? 0)
  let at = start
  return new Readable({
    highWaterMark,
    read(size) {
      const chunk = Buffer.allocUnsafeSlow(Math.max(0, Math.min(size, stop - at)))
      window.promises.pread(chunk, at).then(
        (count) => {
          at += count
          this.push(count === 0 ? null : chunk.subarray(0, count))
        },
        (error) => this.destroy(error),
      )
    },
  })
}

export function writeTo(window: Vmfd, { start = 0, highWaterMark = CHUNK }: StreamOptions): WindowWriter {
  check(start)
  let at = start
  const writeAll = async (chunk: Uint8Array): Promise<void> => {
    for (let done = 0; done < chunk.length; ) {
      const count = await window.promises.pwrite(chunk.subarray(done), at)
      done += count
      at += count
    }
  }
  return new Writable({
    highWaterMark,
    write(chunk: Buffer, _encoding, callback) {
      writeAll(chunk).then(() => callback(), callback)
    },
  })
}

function check(offset: number): void {
  if (Number.isSafeInteger(offset) && offset >= 0) return
  throw new CrossmemRangeError('ERR_WINDOW_OFFSET', `an offset is a whole number from 0, not ${kindOf(offset)}`)
}
