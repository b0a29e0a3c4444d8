/**
 * Combines two operands, or four: an op O on elements of type T.
 *
 * What is shorter than a vector, or the last vector, is combined first and stored last. It may overlap the vector before it,
 * so that there is no loop for single elements, and `into` may still be one of the operands.
 */
export function loop<O, T>(into: usize, a: usize, b: usize, c: usize, d: usize, bytes: usize, four: bool): void {
  const op = changetype<O>(0)
  let last = op.of<T>(end(a, bytes), end(b, bytes))
  if (four) last = op.of<T>(last, op.of<T>(end(c, bytes), end(d, bytes)))
  if (bytes < 16) {
    storeShort(into, last, bytes)
    return
  }
  let at: usize = 0
  if (four) {
    for (; at + 16 <= bytes; at += 16) {
      const left = op.of<T>(v128.load(a + at), v128.load(b + at))
      const right = op.of<T>(v128.load(c + at), v128.load(d + at))
      v128.store(into + at, op.of<T>(left, right))
    }
  } else {
    if (op.isShort) {
      for (; at + 64 <= bytes; at += 64) {
        v128.store(into + at, op.of<T>(v128.load(a + at), v128.load(b + at)))
        v128.store(into + at, op.of<T>(v128.load(a + at, 16), v128.load(b + at, 16)), 16)
        v128.store(into + at, op.of<T>(v128.load(a + at, 32), v128.load(b + at, 32)), 32)
        v128.store(into + at, op.of<T>(v128.load(a + at, 48), v128.load(b + at, 48)), 48)
      }
    }
    for (; at + 16 <= bytes; at += 16) v128.store(into + at, op.of<T>(v128.load(a + at), v128.load(b + at)))
  }
  v128.store(into + bytes - 16, last)
}

/** The last vector of an operand, or all of one that is shorter, with zeros behind it. */
function end(at: usize, bytes: usize): v128 {
  return bytes < 16 ? loadShort(at, bytes) : v128.load(at + bytes - 16)
}

function loadShort(at: usize, bytes: usize): v128 {
  let bits: u64 = 0
  if (bytes & 1) bits = load<u8>(at + bytes - 1)
  if (bytes & 2) bits = (bits << 16) | load<u16>(at + (bytes & 12))
  if (bytes & 4) bits = (bits << 32) | load<u32>(at + (bytes & 8))
  return bytes & 8 ? i64x2.replace_lane(v128.load64_zero(at), 1, bits) : i64x2.replace_lane(i64x2.splat(0), 0, bits)
}

function storeShort(at: usize, vector: v128, bytes: usize): void {
  let bits = i64x2.extract_lane(vector, 0)
  if (bytes & 8) {
    store<u64>(at, bits)
    bits = i64x2.extract_lane(vector, 1)
    at += 8
  }
  if (bytes & 4) {
    store<u32>(at, <u32>bits)
    bits >>= 32
    at += 4
  }
  if (bytes & 2) {
    store<u16>(at, <u16>bits)
    bits >>= 16
    at += 2
  }
  if (bytes & 1) store<u8>(at, <u8>bits)
}
