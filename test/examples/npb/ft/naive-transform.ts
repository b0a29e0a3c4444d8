/** The Fourier transform by its definition; real and imaginary parts by turns, in and out. */
export function transform(numbers: Float64Array, sign: 1 | -1): Float64Array {
  const length = numbers.length / 2
  const result = new Float64Array(numbers.length)
  for (let k = 0; k < length; k++) {
    for (let j = 0; j < length; j++) {
      const angle = (sign * 2 * Math.PI * ((j * k) % length)) / length
      const [re, im] = [Math.cos(angle), Math.sin(angle)]
      result[2 * k] += numbers[2 * j] * re - numbers[2 * j + 1] * im
      result[2 * k + 1] += numbers[2 * j] * im + numbers[2 * j + 1] * re
    }
  }
  return result
}
