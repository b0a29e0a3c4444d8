/**
 * Where part `part` of `total` things begins when they are cut into `parts` consecutive parts whose sizes differ by
 * at most one; part `part` ends where part `part + 1` begins.
 *
 * @example
 * [0, 1, 2, 3].map((part) => shareStart(10, part, 3)) // [0, 3, 6, 10]
 */
export function shareStart(total: number, part: number, parts: number): number {
  return Math.floor((total * part) / parts)
}
