import { openSync } from 'node:fs'
import { copy } from '../../src/index.ts'

/**
 * A process that has no descriptor left, and prints as JSON what comes of copies from regions by their cookies: one that it
 * has copied from before, one for a single use, and one of another process that it has not seen yet.
 */
const [seen, once, unseen] = process.argv.slice(2)
const to = new Uint8Array(10)

function codeOf(action: () => unknown): string {
  try {
    return String(action())
  } catch (error) {
    return (error as { code: string }).code
  }
}

function takeAll(): void {
  for (;;) openSync('/dev/null', 'r')
}

copy({ from: seen, to })
codeOf(takeAll)
console.log(
  JSON.stringify({
    seen: codeOf(() => copy({ from: seen, to })),
    once: codeOf(() => copy({ from: once, to })),
    unseen: codeOf(() => copy({ from: unseen, to })),
    ioUring: codeOf(() => copy({ from: seen, to }, { engine: 'io_uring' })),
  }),
)
