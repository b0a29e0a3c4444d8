// What every message does with its lane's slot, as WebAssembly on the control segment's memory: an atomic access is one
// machine instruction here, where JavaScript calls a function for it. See src/transport/lane.ts and bell.ts.

/** Looks up to `looks` times whether the slot at `at` holds record number `sequence`. */
export function isPublished(at: usize, sequence: i32, looks: i32): bool {
  do {
    if (atomic.load<i32>(at) === sequence) return true
  } while (--looks > 0)
  return false
}

/** Publishes record number `sequence` in the slot at `at`; then whether `bit` is set in the consumer's bell at `bell`. */
export function publish(at: usize, sequence: i32, bell: usize, bit: i32): bool {
  atomic.store<i32>(at, sequence)
  return (atomic.load<i32>(bell) & bit) !== 0
}
