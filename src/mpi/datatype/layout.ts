import { CrossmemRangeError } from '../../errors.ts'
import { type Bytes, bytesOf } from '../../memory/bytes.ts'
import { Pieces } from '../../memory/pieces.ts'
import { repeated } from '../../memory/shape/build.ts'
import { isRun } from '../../memory/shape/shape.ts'
import { elementBytes } from '../receive-status.ts'
import { checkCount, checkWhole } from './arguments.ts'
import type { Datatype } from './datatype.ts'
import { typeOfSignature } from './element-arrays.ts'

/** Where in a buffer data of a datatype lie. */
export interface Placement {
  /** The element of the buffer (for a DataView or ArrayBuffer: the byte) that the datatype's displacements count from; 0 unless given. */
  offset?: number
  /** How many of the datatype, one extent after the other; 1 unless given. */
  count?: number
}

/** A buffer, and where in it data of a datatype lie; made by {@link Datatype.of}. */
export class Layout {
  readonly datatype: Datatype
  readonly count: number
  /** How many bytes travel. */
  readonly bytes: number
  /** What travels: where it lies in one piece, a view of it. @internal */
  readonly content: Uint8Array | Pieces
  /** What the elements are, see typeOf. @internal */
  readonly type: number
  /** The memory, and the byte of it that the datatype's displacements count from. @internal */
  readonly memory: Uint8Array
  readonly origin: number

  /** @internal */
  constructor(datatype: Datatype, buffer: Bytes, { offset = 0, count = 1 }: Placement) {
    checkWhole('of', 'offset', offset)
    checkCount('of', 'count', count)
    this.memory = bytesOf(buffer)
    this.origin = offset * elementBytes(buffer)
    this.datatype = datatype
    this.count = count
    this.bytes = datatype.size * count
    this.type = typeOfSignature(datatype.signature)
    this.content = contentOf(this.memory, this.origin, datatype, count)
  }

  /** The bytes in one piece: where they lie, or a copy. @internal */
  packed(): Uint8Array {
    return this.content instanceof Pieces ? this.content.packed() : this.content
  }

  /** Another place in the same buffer: `count` of the datatype, `displacement` extents from here on. */
  part(displacement: number, count: number): Layout {
    const { datatype, memory, origin } = this
    return new Layout(datatype, memory, { offset: origin + displacement * datatype.extent, count })
  }
}

/** @throws CrossmemRangeError ERR_BOUNDS */
function contentOf(memory: Uint8Array, origin: number, datatype: Datatype, count: number): Uint8Array | Pieces {
  const shape = repeated(datatype.shape, count, datatype.extent)
  const begin = origin + shape.low
  const end = origin + shape.high
  if (shape.bytes > 0 && (begin < 0 || end > memory.length)) {
    throw new CrossmemRangeError(
      'ERR_BOUNDS',
      `${count} of the datatype${datatype.name === '' ? '' : ` ${datatype.name}`}, counted from byte ${origin} of the buffer, ` +
        `are its bytes ${begin} to ${end}, and it has ${memory.length}: give another offset or count, or a larger buffer`,
    )
  }
  if (shape.bytes === 0) return NOTHING
  return isRun(shape) ? memory.subarray(begin, end) : new Pieces(memory, origin, shape)
}

const NOTHING = new Uint8Array(0)
