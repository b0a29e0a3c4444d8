import { setFlagsFromString } from 'node:v8'

/** The newest Node whose V8 was tried with this flag; a V8 that does not know it would complain on standard error. */
const NEWEST_TRIED = 26

/**
 * Lets V8 put more of the functions that a short message passes through into one.
 *
 * Sending and receiving 8 bytes goes through some thirty small functions, of which V8's default budget inlines a part; with
 * this, the two together took 0.17 to 0.21 µs of processor time instead of 0.32 in Node 20.
 */
export function inlineMore(): void {
  if (Number.parseInt(process.versions.node, 10) > NEWEST_TRIED) return
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=5000')
  setFlagsFromString('--max-inlined-bytecode-size=1000')
}
