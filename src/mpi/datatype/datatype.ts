import { CrossmemTypeError } from '../../errors.ts'
import { type Bytes, kindOf } from '../../memory/bytes.ts'
import { isRun, type Shape } from '../../memory/shape/shape.ts'
import type { Envelope } from './envelope.ts'
import { Layout, type Placement } from './layout.ts'
import type { Signature } from './signature.ts'

/** What a datatype is made of. @internal */
export interface Makings {
  readonly shape: Shape
  readonly signature: Signature
  readonly lb: number
  readonly ub: number
  readonly alignment: number
  readonly envelope: Envelope
}

/**
 * Which bytes of a buffer a message consists of, and in which order (MPI 4.1, chapter 5). Made by `contiguous`, `vector`, `struct` and the
 * like, of others and in the end of FLOAT64, INT32 and the other basic ones; never changed. It needs no commit and no free.
 * @example
 * const column = vector(100, 1, 200, FLOAT64)
 * const matrix = alloc(Float64Array, 100 * 200).fill(world.rank)
 * world.sendrecvReplace(column.of(matrix, { offset: 7 }), { dest: world.rank, source: world.rank })
 */
export class Datatype {
  /** For whoever reads a log (MPI_Type_set_name). */
  name: string
  /** Of the data, in bytes (MPI_Type_size). */
  readonly size: number
  /** At which byte it begins, and how far the next one is from there (MPI_Type_get_extent). */
  readonly lb: number
  readonly extent: number
  /** At which byte the data begin, and how far they reach (MPI_Type_get_true_extent). */
  readonly trueLb: number
  readonly trueExtent: number
  readonly envelope: Envelope
  /** @internal */
  readonly shape: Shape
  /** @internal */
  readonly signature: Signature
  /** Of its most demanding element. @internal */
  readonly alignment: number
  /** Whether any number of them lie in one piece, from their first byte on. @internal */
  readonly isPlain: boolean
  /** Whether its bounds were set, or those of what it is made of. @internal */
  readonly isResized: boolean

  /** @internal */
  constructor(makings: Makings, name = '') {
    const { shape, signature, lb, ub, alignment, envelope } = makings
    this.name = name
    this.shape = shape
    this.signature = signature
    this.size = signature.size
    this.lb = lb
    this.extent = ub - lb
    this.trueLb = shape.low
    this.trueExtent = shape.high - shape.low
    this.alignment = alignment
    this.envelope = envelope
    this.isPlain = isRun(shape) && shape.low === 0 && lb === 0 && this.size === this.extent
    this.isResized = envelope.combiner === 'resized' || envelope.datatypes.some((type) => type.isResized)
  }

  /**
   * A place in a buffer for such data: what send, recv and the other calls take instead of a buffer.
   * @throws CrossmemRangeError ERR_BOUNDS when it does not lie in the buffer; ERR_COUNTS; CrossmemTypeError ERR_NOT_BYTES
   */
  of(buffer: Bytes, placement: Placement = {}): Layout {
    return new Layout(this, buffer, placement)
  }

  /** How many bytes so many basic elements of such data are: the reverse of {@link elementsIn}. */
  bytesOf(elements: number): number {
    const { size, signature } = this
    if (signature.elements === 0) return 0
    const whole = Math.floor(elements / signature.elements)
    let left = elements - whole * signature.elements
    let bytes = whole * size
    if (left > 0) {
      signature.each((basic, count) => {
        const taken = Math.min(left, count)
        bytes += taken * basic.size
        left -= taken
      })
    }
    return bytes
  }

  /** How many basic elements so many bytes of such data are; -1 when they end within one. */
  elementsIn(bytes: number): number {
    const { size, signature } = this
    if (size === 0) return bytes === 0 ? 0 : -1
    const whole = Math.floor(bytes / size)
    const rest = signature.elementsIn(bytes - whole * size)
    return rest < 0 ? -1 : whole * signature.elements + rest
  }
}

/** @throws CrossmemTypeError ERR_DATATYPE for what is none */
export function requireDatatype(call: string, value: unknown): asserts value is Datatype {
  if (value instanceof Datatype) return
  throw new CrossmemTypeError(
    'ERR_DATATYPE',
    `${call} takes a datatype, as FLOAT64 or what vector() makes, not ${kindOf(value)}`,
  )
}
