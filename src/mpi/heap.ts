import type { Bytes, TypedArray, TypedArrayConstructor } from '../memory/bytes.ts'
import { port } from './world.ts'

/**
 * A typed array of zeros that other ranks can reach: messages from and to it take one copy or none.
 * Its memory comes from this rank's heap (`crossmem run --heap`), is aligned to 64 bytes, and is free again when the
 * array and all views of its buffer were collected, or at the end of a `using` block, or by {@link free}.
 * @param length elements
 * @throws CrossmemError ERR_HEAP_FULL; CrossmemRangeError ERR_LENGTH
 * @example
 * const field = alloc(Float64Array, 1_000_000)
 * field.fill(world.rank)
 */
export function alloc<T extends TypedArray>(type: TypedArrayConstructor<T>, length: number): T & Disposable {
  return port.transport.arena.alloc(type, length)
}

/**
 * Frees at once what {@link alloc} gave. On Node 22 and later its views become empty; on Node 20 they must not be
 * used any more.
 * @throws CrossmemError ERR_NOT_ALLOCATED
 */
export function free(view: Bytes): void {
  port.transport.arena.free(view)
}
