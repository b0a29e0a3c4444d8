import { randomFillSync } from 'node:crypto'
import { isMainThread } from 'node:worker_threads'
import { SharedMemory } from '../memory/shared-memory.ts'
import { addressOfBytes } from '../os/address.ts'

/*
 * What others must be able to look at, at every copy, while this process does something else: a table of slots in shared
 * memory, one for each region. A slot is a cache line:
 *
 *    word 0      state: how often the slot was used before, and what the region is now
 *    word 1      what is permitted
 *    words 2-5   the secret, 128 random bits that also stand in the cookie
 *    word 6      how many segments the list has
 *    words 8-9   the list's address; of a single segment its own
 *    words 10-11 the bytes of all segments together
 *
 * The state is stored last when a region is made, and first when it is destroyed.
 */
export const SLOT_BYTES = 64
export const SLOT_WORDS = SLOT_BYTES / 4
export const TABLE_BYTES = 65536
export const SLOTS = TABLE_BYTES / SLOT_BYTES
export const SLOT = { state: 0, permits: 1, secret: 2, count: 6, list: 8, bytes: 10 } as const
export const SECRET_WORDS = 4

/** The lowest two bits of a state. */
export const FREE = 0
export const ALIVE = 1
export const USED = 2
const KIND = 3
/** What the other bits count in. */
const GENERATION = 4

export const PERMITS = { read: 1, write: 2, once: 4 } as const

/** What a state says of the region of a generation: whether it is that region's at all, and which of the three. */
export function kindOfState(state: number, generation: number): number {
  return state >>> 2 === generation ? state & KIND : FREE
}

/** The state that a region of this generation has. */
export function stateOf(generation: number, kind: number): number {
  return (generation * GENERATION + kind) | 0
}

/** A free place for one region. */
export interface Slot {
  /** All slots of the table, as words. */
  readonly words: Int32Array
  /** Its first word. */
  readonly at: number
  /** Its address in this process. */
  readonly address: number
  /** The descriptor of the memory file that the table lies in, and the slot's place there. */
  readonly fd: number
  readonly index: number
}

const free: Slot[] = []
/** Held for as long as this thread lives: others look there. Its end unmaps them, and with them all its regions. */
const tables: SharedMemory[] = []
if (!isMainThread) {
  process.once('exit', () => {
    for (const table of tables) table[Symbol.dispose]()
  })
}

/** A slot that is nobody's. */
export function takeSlot(): Slot {
  if (free.length === 0) addTable()
  return free.pop()!
}

export function giveBack(slot: Slot): void {
  free.push(slot)
}

/** @throws SystemError, CrossmemError as SharedMemory.create */
function addTable(): void {
  const table = SharedMemory.create(TABLE_BYTES)
  tables.push(table)
  const words = new Int32Array(table.buffer)
  const address = addressOfBytes(table.bytes)
  for (let index = SLOTS - 1; index >= 0; index--) {
    free.push({ words, at: index * SLOT_WORDS, address: address + index * SLOT_BYTES, fd: table.fd, index })
  }
}

const POOL_WORDS = 1024
const pool = new Int32Array(POOL_WORDS)
let unused = 0

/** Stores a new secret at a place of a table. */
export function putSecret(words: Int32Array, at: number): void {
  if (unused === 0) {
    randomFillSync(pool)
    unused = POOL_WORDS
  }
  for (let word = 0; word < SECRET_WORDS; word++) {
    unused -= 1
    words[at + word] = pool[unused]
    pool[unused] = 0
  }
}
