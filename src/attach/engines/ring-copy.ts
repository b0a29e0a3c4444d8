import { closeSync } from 'node:fs'
import { constants } from 'node:os'
import { type IoUring, OPERATION } from '../../os/io-uring.ts'
import { PAGE } from '../../os/mapping.ts'
import { NativeMemory } from '../../os/native-memory.ts'
import { openMemory } from '../../os/process-mem.ts'
import type { CopyJob } from '../copy-job.ts'
import type { CopyOutcome } from '../copy-outcome.ts'
import type { CopyPlan } from '../copy-plan.ts'
import { standingOf } from '../grant.ts'
import { DESTROYED, GONE } from '../mover.ts'
import { Cursor } from '../segments.ts'
import type { Flight, Flights, Piece } from './flights.ts'

const { ECANCELED, EFAULT, EIO } = constants.errno

/** A copy is handed over in so many pieces, if it can be, so that submitting it takes no longer however long it is. */
const PIECES = 8
const LEAST_PIECE = 1024 * 1024
const MOST_PIECE = 0x7ffff000
/** Between two other processes, pieces pass through a few buffers of this size. */
const BOUNCE_BYTES = 1024 * 1024
const BOUNCES = 2

/** One copy through a ring. */
export class RingCopy {
  ended = false
  readonly #ring: IoUring
  readonly #plan: CopyPlan
  readonly #job: CopyJob
  readonly #length: number
  readonly #flights: Flights
  readonly #source: Cursor
  readonly #target: Cursor
  readonly #pieceBytes: number
  /** The memory of other processes as files: of the owner, or opened for this copy. */
  readonly #reads: number
  readonly #writes: number
  readonly #opened: number[] = []
  readonly #bounces: NativeMemory[] = []
  /** How many of its entries the kernel has. */
  #pending = 0
  #submitted = 0
  /** The first place where it could not go on. */
  #failure: CopyOutcome | null = null
  #cancelled: { reason: unknown } | null = null

  constructor(ring: IoUring, flights: Flights, plan: CopyPlan, job: CopyJob, length: number) {
    this.#ring = ring
    this.#plan = plan
    this.#job = job
    this.#length = length
    this.#flights = flights
    const { from, to } = plan
    this.#source = new Cursor(from.segments, plan.fromOffset)
    this.#target = new Cursor(to.segments, plan.toOffset)
    const through = from.grant !== null && to.grant !== null
    this.#pieceBytes = through ? BOUNCE_BYTES : pieceBytes(length)
    try {
      this.#writes = to.grant === null ? -1 : this.#open(to.pid, 'readwrite')
      this.#reads =
        from.grant === null ? (to.grant === null ? this.#open(from.pid, 'read') : -1) : from.grant.owner.memory
    } catch (error) {
      this.#close()
      throw error
    }
    // The pid may mean another process since the region was looked up; the file that was opened never will.
    if (to.grant !== null) this.#look(this.#writes)
    for (let count = 0; through && count < BOUNCES; count++) this.#bounces.push(new NativeMemory(BOUNCE_BYTES))
  }

  /** Submits as much as may be under way, and ends the job when nothing is any more. */
  goOn(): void {
    if (this.ended) return
    if (this.#failure === null && this.#cancelled === null) this.#fill()
    if (this.#pending === 0) this.#end()
  }

  /** Has what waits dropped; what a thread of the kernel is at goes on to its end. */
  cancel(reason: unknown): void {
    if (this.ended || this.#cancelled !== null) return
    this.#cancelled = { reason }
    for (const id of this.#flights.idsOf(this)) {
      this.#ring.prepare({ operation: OPERATION.cancel, fd: -1, offset: 0, address: id, length: 0, id: 0 })
    }
    // Entries that are not cancelled complete.
    this.#ring.submit()
  }

  /** An entry has completed: with so many bytes, or minus an errno. */
  completed({ piece, side }: Flight, result: number): void {
    this.#pending -= 1
    piece.pending -= 1
    if (result !== piece.length && piece.result === piece.length) {
      piece.result = result
      piece.side = side
    }
    if (piece.pending > 0) return
    if (piece.bounce !== null) this.#bounces.push(piece.bounce)
    if (piece.result === piece.length) this.#job.state.addMoved(0, piece.length)
    else this.#fail(piece)
    this.#look()
  }

  #open(pid: number, access: 'read' | 'readwrite'): number {
    const fd = openMemory(pid, access)
    this.#opened.push(fd)
    return fd
  }

  #close(): void {
    for (const fd of this.#opened.splice(0)) closeSync(fd)
  }

  #fill(): void {
    const through = this.#plan.from.grant !== null && this.#plan.to.grant !== null
    const prepared: number[] = []
    while (this.#submitted < this.#length && this.#pending < PIECES && this.#flights.room > 1) {
      const bounce = through ? this.#bounces.pop() : null
      if (bounce === undefined) break
      const rest = this.#length - this.#submitted
      const length = Math.min(this.#source.run, this.#target.run, this.#pieceBytes, rest)
      const piece: Piece = { at: this.#submitted, length, bounce, pending: 0, result: length, side: 'from' }
      const [source, target] = [this.#source.address, this.#target.address]
      const [read, write] = [this.#reads, this.#writes]
      if (read >= 0) prepared.push(this.#prepare(piece, 'from', read, source, bounce?.address ?? target))
      if (write >= 0) prepared.push(this.#prepare(piece, 'to', write, target, bounce?.address ?? source))
      this.#source.advance(length)
      this.#target.advance(length)
      this.#submitted += length
    }
    if (prepared.length === 0) return
    const left = this.#ring.submit()
    for (let index = prepared.length - left; index < prepared.length; index++) {
      this.completed(this.#flights.remove(prepared[index])!, -this.#ring.refusal)
    }
  }

  #prepare(piece: Piece, side: 'from' | 'to', fd: number, offset: number, address: number): number {
    const id = this.#flights.add({ copy: this, piece, side })
    const operation = side === 'from' ? OPERATION.read : OPERATION.write
    const linked = side === 'from' && piece.bounce !== null
    this.#ring.prepare({ operation, fd, offset, address, length: piece.length, id, linked })
    this.#pending += 1
    piece.pending += 1
    return id
  }

  #fail({ at, result, side }: Piece): void {
    const moved = at + Math.max(result, 0)
    if (this.#failure !== null && this.#failure.moved <= moved) return
    // The kernel says EIO where a process has no such memory, and 0 when the process is gone.
    const reason = result === 0 ? GONE : result > 0 || result === -EIO ? EFAULT : -result
    this.#failure = { moved, reason, side }
  }

  /** Looks whether both regions still stand. @param target by which descriptor to look at the one that is written to */
  #look(target?: number): void {
    for (const side of ['from', 'to'] as const) {
      const { grant } = this.#plan[side]
      if (grant === null) continue
      const memory = side === 'to' ? (target ?? grant.owner.memory) : grant.owner.memory
      const standing = standingOf(memory, grant.slot, grant.state)
      if (standing === 'good') continue
      this.#failure = { moved: 0, reason: standing === 'gone' ? GONE : DESTROYED, side }
    }
  }

  #end(): void {
    if (this.#failure === null && this.#cancelled === null && this.#submitted < this.#length) return
    this.ended = true
    this.#close()
    const { moved, reason } = this.#failure ?? { moved: this.#submitted, reason: 0 }
    if (this.#cancelled !== null && moved < this.#length && (reason === 0 || reason === ECANCELED)) {
      this.#job.fail(this.#cancelled.reason, moved)
    } else {
      this.#job.finish(this.#failure ?? { moved, reason: 0, side: 'from' })
    }
  }
}

function pieceBytes(length: number): number {
  const even = Math.ceil(length / PIECES / PAGE) * PAGE
  return Math.min(Math.max(even, LEAST_PIECE), MOST_PIECE)
}
