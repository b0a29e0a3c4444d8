import { CrossmemError } from '../../errors.ts'

/** The error of a rank whose collective waits for one that has failed in it. */
export class PeerFailure extends CrossmemError {
  /** The rank where it failed, and why. */
  readonly origin: number
  readonly reason: string

  constructor(origin: number, reason: string, collective: string) {
    super('ERR_COLLECTIVE_PEER', `rank ${origin} failed in ${collective}, and so nobody can finish it: ${reason}`)
    this.origin = origin
    this.reason = reason
  }
}

/** Reasons are cut to this length, so that the news of a failure is a short message. */
const LONGEST_REASON = 1000

/** What tells others of a failure of this rank, or of the one that it was told of. */
export function encodeFailure(error: unknown, rank: number): Uint8Array {
  const known = error instanceof PeerFailure
  const reason = known ? error.reason : error instanceof Error ? error.message : String(error)
  const text = Buffer.from(reason.slice(0, LONGEST_REASON))
  const bytes = new Uint8Array(4 + text.length)
  new DataView(bytes.buffer).setUint32(0, known ? error.origin : rank, true)
  bytes.set(text, 4)
  return bytes
}

export function decodeFailure(bytes: Uint8Array, collective: string): PeerFailure {
  const origin = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  return new PeerFailure(origin, new TextDecoder().decode(bytes.subarray(4)), collective)
}
