import type { Basic } from './basic.ts'

/** The basic types of a datatype in the order of its bytes (MPI 4.1, 5.1: the type signature), as loops where it repeats itself. */
export interface Signature {
  /** In bytes, and in basic elements. */
  readonly size: number
  readonly elements: number
  /** The basic type, where there is only one; null where they differ. */
  readonly uniform: Basic | null
  /** How many elements fill so many bytes, which are no more than {@link size}; -1 when they end within one. */
  elementsIn(bytes: number): number
  /** Shows all elements in their order, equal neighbours together. */
  each(visit: (basic: Basic, count: number) => void): void
}

/** Elements of one basic type. */
class Elements implements Signature {
  readonly size: number
  readonly elements: number
  readonly uniform: Basic

  constructor(basic: Basic, count: number) {
    this.uniform = basic
    this.elements = count
    this.size = basic.size * count
  }

  elementsIn(bytes: number): number {
    const count = bytes / this.uniform.size
    return Number.isInteger(count) ? count : -1
  }

  each(visit: (basic: Basic, count: number) => void): void {
    visit(this.uniform, this.elements)
  }
}

class Repeated implements Signature {
  readonly size: number
  readonly elements: number
  readonly uniform = null
  readonly body: Signature
  readonly count: number

  constructor(body: Signature, count: number) {
    this.body = body
    this.count = count
    this.size = body.size * count
    this.elements = body.elements * count
  }

  elementsIn(bytes: number): number {
    const whole = Math.floor(bytes / this.body.size)
    const rest = this.body.elementsIn(bytes - whole * this.body.size)
    return rest < 0 ? -1 : whole * this.body.elements + rest
  }

  each(visit: (basic: Basic, count: number) => void): void {
    for (let i = 0; i < this.count; i++) this.body.each(visit)
  }
}

class Sequence implements Signature {
  readonly size: number
  readonly elements: number
  readonly uniform = null
  readonly parts: readonly Signature[]

  constructor(parts: readonly Signature[]) {
    this.parts = parts
    this.size = parts.reduce((sum, { size }) => sum + size, 0)
    this.elements = parts.reduce((sum, { elements }) => sum + elements, 0)
  }

  elementsIn(bytes: number): number {
    let elements = 0
    let left = bytes
    for (const part of this.parts) {
      if (left < part.size) {
        const rest = part.elementsIn(left)
        return rest < 0 ? -1 : elements + rest
      }
      elements += part.elements
      left -= part.size
    }
    return elements
  }

  each(visit: (basic: Basic, count: number) => void): void {
    for (const part of this.parts) part.each(visit)
  }
}

const NONE: Signature = new Sequence([])

/** `count` elements of a basic type. */
export function elements(basic: Basic, count: number): Signature {
  return new Elements(basic, count)
}

/** A signature `count` times. */
export function repeatedSignature(signature: Signature, count: number): Signature {
  if (count === 0 || signature.size === 0) return NONE
  if (count === 1) return signature
  if (signature.uniform !== null) return new Elements(signature.uniform, signature.elements * count)
  if (signature instanceof Repeated) return new Repeated(signature.body, signature.count * count)
  return new Repeated(signature, count)
}

/** Signatures one after the other. */
export function sequence(signatures: readonly Signature[]): Signature {
  const parts: Signature[] = []
  for (const signature of signatures) {
    const last = parts.at(-1)
    if (signature.size === 0) continue
    if (last !== undefined && signature.uniform !== null && last.uniform === signature.uniform) {
      parts[parts.length - 1] = new Elements(signature.uniform, last.elements + signature.elements)
    } else parts.push(signature)
  }
  if (parts.length === 0) return NONE
  return parts.length === 1 ? parts[0] : new Sequence(parts)
}
