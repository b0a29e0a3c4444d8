import { fstatSync } from 'node:fs'
import { CrossmemError, CrossmemRangeError } from '../errors.ts'
import { createPrivateMemory } from '../memory/wasm-memory.ts'
import { mapSharedAt, PAGE } from '../os/mapping.ts'
import { createMemfd, reserve } from '../os/memfd.ts'
import { type LaneKernel, laneKernel } from './lane-kernel.ts'

/**
 * The job's control segment: a memory file that all ranks and the launcher map.
 *
 *     +----------------------+ 0
 *     | header, 1 page       |  magic, version, ranks, ring bytes, deaths, sleepers; state, pid, exit and
 *     |                      |  view of every rank; which control blocks are taken
 *     +----------------------+
 *     | bells, 128 B a rank  |  how the rank sleeps; which lanes to it hold something       (bell.ts)
 *     +----------------------+
 *     | traffic, 128 B a rank|  messages and bytes by protocol                              (traffic.ts)
 *     +----------------------+
 *     | cells, 16 KiB a rank |  the shared progress of its large messages                   (cells.ts)
 *     +----------------------+
 *     | control blocks       |  one for each communicator that has collectives            (board.ts)
 *     +----------------------+
 *     | lanes, ranks × ranks |  lane from s to d at index s × ranks + d                     (lane.ts)
 *     +----------------------+
 */
const MAGIC = 0x4d454d58
const VERSION = 2
export const MAX_RANKS = 128

const WORD = {
  magic: 0,
  version: 1,
  size: 2,
  ring: 3,
  deaths: 4,
  told: 5,
  sleepers: 6,
  state: 8,
  pid: 8 + MAX_RANKS,
  exit: 8 + 2 * MAX_RANKS,
  view: 8 + 3 * MAX_RANKS,
  taken: 8 + 4 * MAX_RANKS,
}
/** Where the number of sleeping ranks stands, in bytes. */
export const SLEEPERS_AT = WORD.sleepers * 4
export const BELL_BYTES = 128
export const TRAFFIC_BYTES = 128
export const CELLS = 256
export const CELL_BYTES = 64
export const LANE_HEADER_BYTES = 128
export const LANE_SLOTS = 64
export const SLOT_BYTES = 64
/** Control blocks: their number, in which a job of few ranks has more, and the memory that they may take. */
const MOST_BLOCKS = 512
const BOARD_BYTES = 4 * 1024 * 1024
/** A block's own header, a line of each rank, then CALLS lines of each rank; see control-block.ts. */
export const BLOCK_HEADER_BYTES = 64
export const CALLS = 8
export const LINE_BYTES = 512

/** A rank's state: how it ended, as the launcher writes it; before that, whether its program is over, as it says itself. */
export const RUNNING = 0
export const ENDED = 1
export const DIED = 2
export const LEAVING = 3

/** Whether a rank can look at the others' arenas: it has not been asked yet; it can; it has no room for windows. */
export const UNKNOWN_VIEW = 0
export const WINDOWS = 1
export const NO_WINDOWS = 2

export class Segment {
  readonly fd: number
  readonly size: number
  /** Bytes of a lane's payload ring. */
  readonly ringBytes: number
  readonly laneBytes: number
  readonly address: number
  readonly i32: Int32Array<ArrayBuffer>
  readonly f64: Float64Array<ArrayBuffer>
  readonly u8: Uint8Array<ArrayBuffer>
  readonly kernel: LaneKernel

  private constructor(fd: number, size: number) {
    this.fd = fd
    this.size = size
    this.ringBytes = ringBytes(size)
    this.laneBytes = LANE_HEADER_BYTES + LANE_SLOTS * SLOT_BYTES + this.ringBytes
    const bytes = segmentBytes(size)
    const { buffer, address, kernel } = createPrivateMemory(bytes)
    mapSharedAt(address, fd, 0, bytes)
    this.address = address
    this.i32 = new Int32Array(buffer)
    this.f64 = new Float64Array(buffer)
    this.u8 = new Uint8Array(buffer)
    this.kernel = laneKernel(kernel)
  }

  /**
   * Makes the segment of a new job; its memory is committed here.
   * @throws CrossmemRangeError ERR_JOB_SIZE for more ranks than lanes can serve
   */
  static create(size: number): Segment {
    if (!Number.isInteger(size) || size < 1 || size > MAX_RANKS) {
      throw new CrossmemRangeError('ERR_JOB_SIZE', `a job has 1 to ${MAX_RANKS} ranks, not ${size}`)
    }
    const fd = createMemfd('crossmem-job', segmentBytes(size))
    reserve(fd, 0, segmentBytes(size))
    const segment = new Segment(fd, size)
    segment.i32[WORD.version] = VERSION
    segment.i32[WORD.size] = size
    segment.i32[WORD.ring] = segment.ringBytes
    Atomics.store(segment.i32, WORD.magic, MAGIC)
    return segment
  }

  /**
   * Maps the segment of a job that this process was started in.
   * @throws CrossmemError ERR_SEGMENT when the descriptor is something else, or of another version
   */
  static open(fd: number, size: number): Segment {
    const bytes = fstatSync(fd).size
    if (bytes !== segmentBytes(size)) {
      throw wrongSegment(`it has ${bytes} bytes and not ${segmentBytes(size)}`)
    }
    const segment = new Segment(fd, size)
    const { i32 } = segment
    if (i32[WORD.magic] !== MAGIC) throw wrongSegment('its first word is wrong')
    if (i32[WORD.version] !== VERSION) throw wrongSegment(`its version is ${i32[WORD.version]}, not ${VERSION}`)
    if (i32[WORD.size] !== size) throw wrongSegment(`it is for ${i32[WORD.size]} ranks, not ${size}`)
    if (i32[WORD.ring] !== segment.ringBytes) throw wrongSegment('its lanes have another length')
    return segment
  }

  /** Where rank `rank`'s bell begins, in bytes; and so on for the other parts. */
  bellAt(rank: number): number {
    return PAGE + rank * BELL_BYTES
  }

  trafficAt(rank: number): number {
    return PAGE + this.size * BELL_BYTES + rank * TRAFFIC_BYTES
  }

  cellAt(rank: number, id: number): number {
    return PAGE + this.size * (BELL_BYTES + TRAFFIC_BYTES) + (rank * CELLS + id) * CELL_BYTES
  }

  /** Where control block `index` begins. All of them lie within the file's first 32 MiB. */
  blockAt(index: number): number {
    return boardAt(this.size) + index * blockBytes(this.size)
  }

  /** The words in which each bit is a control block that is taken, and how many blocks there are. */
  get blockBits(): { word: number; count: number } {
    return { word: WORD.taken, count: blockCount(this.size) }
  }

  laneAt(source: number, dest: number): number {
    return lanesAt(this.size) + (source * this.size + dest) * this.laneBytes
  }

  pid(rank: number): number {
    return Atomics.load(this.i32, WORD.pid + rank)
  }

  setPid(rank: number, pid: number): void {
    Atomics.store(this.i32, WORD.pid + rank, pid)
  }

  view(rank: number): number {
    return Atomics.load(this.i32, WORD.view + rank)
  }

  setView(rank: number, view: typeof WINDOWS | typeof NO_WINDOWS): void {
    Atomics.store(this.i32, WORD.view + rank, view)
  }

  /** Adds to the number of ranks that sleep or are about to. */
  addSleepers(count: 1 | -1): void {
    Atomics.add(this.i32, WORD.sleepers, count)
  }

  /** How often a rank has left, ended or died: changes whenever there is a new state to look at. */
  get deaths(): number {
    return Atomics.load(this.i32, WORD.deaths)
  }

  state(rank: number): number {
    return Atomics.load(this.i32, WORD.state + rank)
  }

  /** How a rank died: its exit code, or minus the number of the signal that killed it. */
  exitOf(rank: number): number {
    return Atomics.load(this.i32, WORD.exit + rank)
  }

  /** True for the first rank of the job that asks: who may tell what is to be told once. */
  mayTell(): boolean {
    return Atomics.exchange(this.i32, WORD.told, 1) === 0
  }

  /** Says that a rank's program is over: all that it ever sends is in its lanes, and it receives nothing any more. */
  setLeaving(rank: number): void {
    Atomics.store(this.i32, WORD.state + rank, LEAVING)
    Atomics.add(this.i32, WORD.deaths, 1)
  }

  setEnd(rank: number, state: typeof ENDED | typeof DIED, exit: number): void {
    Atomics.store(this.i32, WORD.exit + rank, exit)
    Atomics.store(this.i32, WORD.state + rank, state)
    Atomics.add(this.i32, WORD.deaths, 1)
  }
}

/** Lanes of many ranks are shorter, for there are as many as the square of the ranks. */
function ringBytes(size: number): number {
  return size <= 32 ? 64 * 1024 : 16 * 1024
}

function boardAt(size: number): number {
  const end = PAGE + size * (BELL_BYTES + TRAFFIC_BYTES + CELLS * CELL_BYTES)
  return Math.ceil(end / PAGE) * PAGE
}

function blockBytes(size: number): number {
  return BLOCK_HEADER_BYTES + size * (BLOCK_HEADER_BYTES + CALLS * LINE_BYTES)
}

function blockCount(size: number): number {
  return size === 1 ? 0 : Math.min(MOST_BLOCKS, Math.floor(BOARD_BYTES / blockBytes(size)))
}

function lanesAt(size: number): number {
  const end = boardAt(size) + blockCount(size) * blockBytes(size)
  return Math.ceil(end / PAGE) * PAGE
}

function segmentBytes(size: number): number {
  const lane = LANE_HEADER_BYTES + LANE_SLOTS * SLOT_BYTES + ringBytes(size)
  return Math.ceil((lanesAt(size) + size * size * lane) / PAGE) * PAGE
}

function wrongSegment(why: string): CrossmemError {
  return new CrossmemError(
    'ERR_SEGMENT',
    `the control segment that this process inherited is not one of this crossmem: ${why}. ` +
      'Start all ranks with the crossmem that their program imports.',
  )
}
