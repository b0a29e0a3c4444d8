// How the ranks of a communicator wait for each other in its control block, as WebAssembly on the workbench's memory: an atomic
// access is one machine instruction here. See src/transport/control-block.ts for what lines hold.

const LINE: usize = 512
const DONE_LINE: usize = 64
const SAID: usize = 16

/**
 * The first of `count` lines from `at` on that is not of this call yet, or whose word at byte `word` is less than `value`; -1 when
 * there is none. Looks up to `looks` times.
 */
export function lacking(at: usize, count: i32, call: i32, word: usize, value: i32, looks: i32): i32 {
  let line = at
  let index = 0
  do {
    while (index < count && atomic.load<i32>(line) === call && atomic.load<i32>(line + word) >= value) {
      index++
      line += LINE
    }
  } while (index < count && --looks > 0)
  return index < count ? index : -1
}

/** The first of `count` ranks, whose lines of what they are done with begin at `at`, that is not done with this call; -1 when there is none. */
export function unfinished(at: usize, count: i32, call: i32, looks: i32): i32 {
  let line = at
  let index = 0
  do {
    while (index < count && atomic.load<i32>(line) - call >= 0) {
      index++
      line += DONE_LINE
    }
  } while (index < count && --looks > 0)
  return index < count ? index : -1
}

/** The first of `count` lines from `at` on that says something else of its call than the line at `own`; -1 when there is none. */
export function disagreeing(at: usize, count: i32, own: usize): i32 {
  const signature = load<i64>(own, SAID)
  const extent = load<i32>(own, SAID + 8)
  let line = at
  for (let index = 0; index < count; index++, line += LINE) {
    if (load<i64>(line, SAID) !== signature || load<i32>(line, SAID + 8) !== extent) return index
  }
  return -1
}

/** Stores a word that others wait for; then how many ranks sleep. */
export function tell(at: usize, value: i32, sleepers: usize): i32 {
  atomic.store<i32>(at, value)
  return atomic.load<i32>(sleepers)
}
