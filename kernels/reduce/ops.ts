// The ops of a reduction, on vectors. `a` comes from lower ranks than `b`; see src/mpi/op.ts for what each of them means.
// They are classes because a loop is made for each by its type (loop.ts); there are no objects of them.

@unmanaged
class Comparisons {
  /** Where an element is less than the other: all bits set, and none elsewhere. */
  @inline
  less<T>(a: v128, b: v128): v128 {
    if (isFloat<T>() || isSigned<T>() || sizeof<T>() < 8) return v128.lt<T>(a, b)
    // There is no such instruction; with their highest bits turned these are ordered as signed ones are.
    const turn = i64x2.splat(i64.MIN_VALUE)
    return i64x2.lt_s(v128.xor(a, turn), v128.xor(b, turn))
  }

  /** Where an element is true, as C sees it: not equal to zero, as NaN is not. */
  @inline
  isTrue<T>(a: v128): v128 {
    return v128.ne<T>(a, v128.splat<T>(0))
  }
}

@unmanaged
class ShortOp extends Comparisons {
  /** Whether it takes so few instructions that it pays to unroll a loop of it. */
  @inline
  get isShort(): bool {
    return true
  }
}

@unmanaged
export class Sum extends ShortOp {
  @inline
  of<T>(a: v128, b: v128): v128 {
    return v128.add<T>(a, b)
  }
}

@unmanaged
export class ClampedSum extends ShortOp {
  @inline
  of<T>(a: v128, b: v128): v128 {
    return v128.add_sat<T>(a, b)
  }
}

@unmanaged
export class Product extends ShortOp {
  @inline
  of<T>(a: v128, b: v128): v128 {
    if (sizeof<T>() > 1) return v128.mul<T>(a, b)
    // There is no product of bytes: those at even places and those at odd places are multiplied as halves of a short.
    const even = i16x8.mul(a, b)
    const odd = i16x8.mul(i16x8.shr_u(a, 8), i16x8.shr_u(b, 8))
    return v128.or(v128.and(even, i16x8.splat(0xff)), i16x8.shl(odd, 8))
  }
}

@unmanaged
export class ClampedProduct extends ShortOp {
  @inline
  of<_T>(a: v128, b: v128): v128 {
    const most = i16x8.splat(255)
    const low = i16x8.min_u(i16x8.extmul_low_i8x16_u(a, b), most)
    const high = i16x8.min_u(i16x8.extmul_high_i8x16_u(a, b), most)
    return i8x16.narrow_i16x8_u(low, high)
  }
}

@unmanaged
export class Least extends ShortOp {
  @inline
  of<T>(a: v128, b: v128): v128 {
    if (isFloat<T>()) return v128.pmin<T>(b, a)
    if (sizeof<T>() < 8) return v128.min<T>(a, b)
    return v128.bitselect(a, b, this.less<T>(a, b))
  }
}

@unmanaged
export class Greatest extends ShortOp {
  @inline
  of<T>(a: v128, b: v128): v128 {
    if (isFloat<T>()) return v128.pmax<T>(b, a)
    if (sizeof<T>() < 8) return v128.max<T>(a, b)
    return v128.bitselect(a, b, this.less<T>(b, a))
  }
}

@unmanaged
export class LogicalAnd extends ShortOp {
  @inline
  of<T>(a: v128, b: v128): v128 {
    return v128.and(v128.and(this.isTrue<T>(a), this.isTrue<T>(b)), v128.splat<T>(1))
  }
}

@unmanaged
export class LogicalOr extends ShortOp {
  @inline
  of<T>(a: v128, b: v128): v128 {
    return v128.and(v128.or(this.isTrue<T>(a), this.isTrue<T>(b)), v128.splat<T>(1))
  }
}

@unmanaged
export class LogicalXor extends ShortOp {
  @inline
  of<T>(a: v128, b: v128): v128 {
    return v128.and(v128.xor(this.isTrue<T>(a), this.isTrue<T>(b)), v128.splat<T>(1))
  }
}

@unmanaged
export class BitAnd extends ShortOp {
  @inline
  of<_T>(a: v128, b: v128): v128 {
    return v128.and(a, b)
  }
}

@unmanaged
export class BitOr extends ShortOp {
  @inline
  of<_T>(a: v128, b: v128): v128 {
    return v128.or(a, b)
  }
}

@unmanaged
export class BitXor extends ShortOp {
  @inline
  of<_T>(a: v128, b: v128): v128 {
    return v128.xor(a, b)
  }
}

/** Pairs of a value and its index. */
@unmanaged
class PairOp extends Comparisons {
  @inline
  get isShort(): bool {
    return false
  }

  /** From `a` the pairs whose value is the better one, or equal and its index the lower one; from `b` the others. */
  @inline
  choose<T>(a: v128, b: v128, better: v128): v128 {
    const first = this.valuesPlaces<T>(this.less<T>(a, b))
    const chosen = v128.or(better, v128.and(v128.eq<T>(a, b), first))
    return v128.bitselect(a, b, this.wholePairs<T>(chosen))
  }

  /** What lies at the indices' places, at their values'. */
  @inline
  valuesPlaces<T>(mask: v128): v128 {
    if (sizeof<T>() === 1) return i16x8.shr_u(mask, 8)
    if (sizeof<T>() === 2) return i32x4.shr_u(mask, 16)
    if (sizeof<T>() === 4) return i64x2.shr_u(mask, 32)
    return v128.shuffle<u64>(mask, mask, 1, 1)
  }

  /** What lies at the values' places, there and at their indices'. */
  @inline
  wholePairs<T>(mask: v128): v128 {
    if (sizeof<T>() === 1) return i16x8.shr_s(i16x8.shl(mask, 8), 8)
    if (sizeof<T>() === 2) return i32x4.shr_s(i32x4.shl(mask, 16), 16)
    if (sizeof<T>() === 4) return v128.shuffle<u32>(mask, mask, 0, 0, 2, 2)
    return v128.shuffle<u64>(mask, mask, 0, 0)
  }
}

@unmanaged
export class LeastWithPlace extends PairOp {
  @inline
  of<T>(a: v128, b: v128): v128 {
    return this.choose<T>(a, b, this.less<T>(a, b))
  }
}

@unmanaged
export class GreatestWithPlace extends PairOp {
  @inline
  of<T>(a: v128, b: v128): v128 {
    return this.choose<T>(a, b, this.less<T>(b, a))
  }
}
