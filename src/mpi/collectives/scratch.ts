import type { Arena } from '../../memory/arena.ts'
import type { TypedArray } from '../../memory/bytes.ts'
import type { NumericType } from './operand.ts'

/** Messages up to this length go through a lane, wherever they come from and go to. */
const SMALL_BYTES = 8 * 1024

/** Memory for operands that have arrived. Longer ones come into the arena, where they take one copy. */
export class Scratch {
  private readonly arena: Arena
  private readonly taken: TypedArray[] = []

  constructor(arena: Arena) {
    this.arena = arena
  }

  take(type: NumericType, length: number): TypedArray {
    if (length * type.BYTES_PER_ELEMENT <= SMALL_BYTES) return new type(length)
    try {
      const array = this.arena.alloc(type, length)
      this.taken.push(array)
      return array
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_HEAP_FULL') throw error
      return new type(length)
    }
  }

  /**
   * Frees all at once. Not to be called after an error: a peer may still be reading, and what is not freed here is freed when
   * it is collected.
   */
  free(): void {
    for (const array of this.taken) this.arena.free(array)
  }
}
