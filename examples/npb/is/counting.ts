// The loops that the benchmark spends its time in. They take four keys a turn, since in V8 a turn costs about as much as
// the work on one key: measured, that halves their time. Their plain forms are the loops over the keys that remain.

/** Sets `sizes` to how many of `keys` lie in each bucket; the bucket of a key is `key >> shift`. */
export function countBuckets(keys: Int32Array, shift: number, sizes: Int32Array): void {
  sizes.fill(0)
  let i = 0
  for (const end = keys.length - 3; i < end; i += 4) {
    const a = keys[i]
    const b = keys[i + 1]
    const c = keys[i + 2]
    const d = keys[i + 3]
    sizes[a >> shift]++
    sizes[b >> shift]++
    sizes[c >> shift]++
    sizes[d >> shift]++
  }
  for (; i < keys.length; i++) sizes[keys[i] >> shift]++
}

/** Copies `keys` to `target` bucket by bucket; `next[b]` is where bucket b begins, and afterwards where it ends. */
export function sortIntoBuckets(keys: Int32Array, shift: number, next: Int32Array, target: Int32Array): void {
  let i = 0
  for (const end = keys.length - 3; i < end; i += 4) {
    const a = keys[i]
    const b = keys[i + 1]
    const c = keys[i + 2]
    const d = keys[i + 3]
    target[next[a >> shift]++] = a
    target[next[b >> shift]++] = b
    target[next[c >> shift]++] = c
    target[next[d >> shift]++] = d
  }
  for (; i < keys.length; i++) target[next[keys[i] >> shift]++] = keys[i]
}

/** Sets `counts[i]` to how many of `keys` are at most `minKey + i`. */
export function countKeys(keys: Int32Array, minKey: number, counts: Int32Array): void {
  counts.fill(0)
  let i = 0
  for (const end = keys.length - 3; i < end; i += 4) {
    const a = keys[i]
    const b = keys[i + 1]
    const c = keys[i + 2]
    const d = keys[i + 3]
    counts[a - minKey]++
    counts[b - minKey]++
    counts[c - minKey]++
    counts[d - minKey]++
  }
  for (; i < keys.length; i++) counts[keys[i] - minKey]++

  let sum = 0
  for (let k = 0; k < counts.length; k++) {
    sum += counts[k]
    counts[k] = sum
  }
}
