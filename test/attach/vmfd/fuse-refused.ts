import { addressOf, type CrossmemError, vmfd } from '../../../src/index.ts'

/** Why no window can be served as a file here; false when it can. */
export const FUSE_REFUSED: string | false = tryFuse()

function tryFuse(): string | false {
  const bytes = new Uint8Array(100)
  try {
    vmfd(process.pid, addressOf(bytes), bytes.length, { backing: 'fuse' }).close()
    return false
  } catch (error) {
    return (error as CrossmemError).message
  }
}
