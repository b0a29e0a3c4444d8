import { CrossmemError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import { identityOf } from './process-identity.ts'
import { SECRET_WORDS, SLOTS } from './region-table.ts'
import type { Segments } from './segments.ts'

/** What a cookie says: whose region it is, and where its slot lies. */
export interface CookieParts {
  pid: number
  /** When the process started, in ticks since the machine did. */
  startTime: number
  /** The slot's address in the owner. */
  slot: number
  /** The owner's descriptor of the table, and the slot's place in it. */
  fd: number
  index: number
  generation: number
  /** Four words. */
  secret: Int32Array
  /** The region's list, once it was read: as long as the region lives it does not change. */
  segments?: Segments
}

const PREFIX = 'cm1-'
/** In 32-bit words: pid, start time (2), slot (2), descriptor, index, generation, secret, check. */
const WORDS = 8 + SECRET_WORDS + 1
const INDEX = 6
const CHECK = WORDS - 1
const COOKIE = new RegExp(`^${PREFIX}[\\w-]{${Math.ceil((WORDS * 32) / 6)}}$`)

const scratch = new Int32Array(WORDS)
const scratchBytes = Buffer.from(scratch.buffer)
const unsigned = new Uint32Array(scratch.buffer)

let ownStartTime: number | undefined

/** When this process started, as its cookies say. */
export function startTimeOfThis(): number {
  ownStartTime ??= identityOf('self')?.startTime ?? 0
  return ownStartTime
}

/** @param words the table, and `at` where the secret stands there */
export function encodeCookie(parts: Omit<CookieParts, 'secret'>, words: Int32Array, at: number): string {
  scratch[0] = parts.pid
  put64(1, parts.startTime)
  put64(3, parts.slot)
  scratch[5] = parts.fd
  scratch[INDEX] = parts.index
  scratch[7] = parts.generation
  for (let word = 0; word < SECRET_WORDS; word++) scratch[8 + word] = words[at + word]
  scratch[CHECK] = check()
  return PREFIX + scratchBytes.toString('base64url')
}

/** Programs copy by the same few cookies again and again. */
const decoded = new Map<string, CookieParts>()
const MOST_DECODED = 64

/** @throws CrossmemError `ERR_COOKIE` for what is no cookie, or was damaged on its way */
export function decodeCookie(cookie: string): CookieParts {
  const known = decoded.get(cookie)
  if (known !== undefined) return known
  const parts = decode(cookie)
  if (decoded.size === MOST_DECODED) decoded.clear()
  decoded.set(cookie, parts)
  return parts
}

function decode(cookie: string): CookieParts {
  if (!COOKIE.test(cookie)) throw garbage(cookie)
  scratchBytes.write(cookie.slice(PREFIX.length), 'base64url')
  if (scratch[CHECK] !== check() || unsigned[INDEX] >= SLOTS) throw garbage(cookie)
  return {
    pid: scratch[0],
    startTime: get64(1),
    slot: get64(3),
    fd: scratch[5],
    index: scratch[INDEX],
    generation: scratch[7],
    secret: scratch.slice(8, 8 + SECRET_WORDS),
  }
}

function garbage(cookie: string): CrossmemError {
  const shown = cookie.length > 40 ? `${cookie.slice(0, 40)}…` : cookie
  return new CrossmemError(
    'ERR_COOKIE',
    `${kindOf(shown)} is no region's cookie, or was damaged on its way: pass on what region.cookie says, as it is`,
  )
}

function put64(word: number, value: number): void {
  unsigned[word] = value % 0x100000000
  unsigned[word + 1] = Math.floor(value / 0x100000000)
}

function get64(word: number): number {
  return unsigned[word] + unsigned[word + 1] * 0x100000000
}

/** FNV-1a over the words: against mistakes, not against malice, which the secret is for. */
function check(): number {
  let hash = 0x811c9dc5
  for (let word = 0; word < CHECK; word++) hash = Math.imul(hash ^ scratch[word], 0x01000193) ^ (hash >>> 15)
  return hash | 0
}
