import { SystemError } from '../../src/errors.ts'
import { define, errno } from '../../src/os/libc.ts'
import { PAGE } from '../../src/os/mapping.ts'

const mprotect = define<(address: number, length: number, protection: number) => number>('mprotect', 'int', [
  'int64_t',
  'int64_t',
  'int',
])
const PROTECTION = { '-': 0, r: 1, o: 2, w: 3 }

/** What a page permits: - nothing, r reading, o writing only, w both. */
export type Permission = keyof typeof PROTECTION

/** Changes what one page permits: mprotect(2). */
export function protectPage(address: number, permission: Permission): void {
  if (mprotect(address, PAGE, PROTECTION[permission]) < 0) {
    throw new SystemError(
      'MPROTECT',
      errno(),
      'mprotect',
      `mprotect(0x${address.toString(16)}, '${permission}') failed`,
    )
  }
}
