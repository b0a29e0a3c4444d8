// Floating-point numbers of 16 bits, for which there are no instructions: they are worked on as such of 32 bits. A sum or
// product of two is rounded there first, but to more than twice as many bits, which changes nothing.

/** An op on eight numbers of 16 bits, by the op O on numbers of 32 bits. */
@unmanaged
export class Half<O> {
  @inline
  get isShort(): bool {
    return false
  }

  @inline
  of<_T>(a: v128, b: v128): v128 {
    return combineHalves<O>(a, b)
  }
}

/** Not inlined: it is long, and loops have it in several places. */
function combineHalves<O>(a: v128, b: v128): v128 {
  const op = changetype<O>(0)
  const to = changetype<Conversions>(0)
  const low = op.of<f32>(to.floats(i32x4.extend_low_i16x8_u(a)), to.floats(i32x4.extend_low_i16x8_u(b)))
  const high = op.of<f32>(to.floats(i32x4.extend_high_i16x8_u(a)), to.floats(i32x4.extend_high_i16x8_u(b)))
  return i16x8.narrow_i32x4_u(to.halves(low), to.halves(high))
}

@unmanaged
class Conversions {
  /** Four numbers of 16 bits, each in the lower half of its place, as numbers of 32 bits. */
  @inline
  floats(halves: v128): v128 {
    const magnitude = i32x4.shl(v128.and(halves, i32x4.splat(0x7fff)), 13)
    const sign = i32x4.shl(v128.and(halves, i32x4.splat(0x8000)), 16)
    // The product by 2 ** 112 moves the exponent to its new origin, and makes subnormal numbers normal.
    const finite = f32x4.mul(magnitude, i32x4.splat(0x77800000))
    const special = v128.or(magnitude, i32x4.splat(0x7f800000))
    const isOrdinary = i32x4.lt_s(magnitude, i32x4.splat(0x7c00 << 13))
    return v128.or(sign, v128.bitselect(finite, special, isOrdinary))
  }

  /** Four numbers of 32 bits, rounded to 16 bits, to the nearest, and to the even one of two that are equally near. */
  @inline
  halves(floats: v128): v128 {
    const magnitude = v128.and(floats, i32x4.splat(0x7fffffff))
    const sign = i32x4.shr_u(v128.xor(floats, magnitude), 16)
    // Half a unit of the last place that is kept, less one bit where that place is even: what it carries is the rounding.
    const odd = v128.and(i32x4.shr_u(magnitude, 13), i32x4.splat(1))
    const rounded = i32x4.add(i32x4.add(magnitude, odd), i32x4.splat(0xfff - (112 << 23)))
    const normal = i32x4.min_s(i32x4.shr_s(rounded, 13), i32x4.splat(0x7c00))
    // Beside a half, the last place of a number of 32 bits is that of subnormal numbers of 16 bits.
    const half = f32x4.splat(0.5)
    const subnormal = i32x4.sub(f32x4.add(magnitude, half), half)
    const number = v128.bitselect(subnormal, normal, i32x4.lt_s(magnitude, i32x4.splat(113 << 23)))
    const isNumber = f32x4.eq(magnitude, magnitude)
    return v128.or(sign, v128.bitselect(number, i32x4.splat(0x7e00), isNumber))
  }
}
