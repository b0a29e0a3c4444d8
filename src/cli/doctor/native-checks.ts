import { checkAddressSpace } from './address-space.ts'
import { checkAttach } from './attach.ts'
import type { Finding } from './finding.ts'
import { checkFuse } from './fuse.ts'
import { checkIoUring } from './io-uring.ts'
import { checkMemfd } from './memfd.ts'
import type { ReadText } from './proc.ts'
import { type NativeName, untried } from './untried.ts'
import { checkUserfaultfd } from './userfaultfd.ts'

/** The checks that make system calls: importing this module takes an FFI library that works. */
export async function nativeChecks(read: ReadText): Promise<Finding[]> {
  return Promise.all([
    attempt('memfd', checkMemfd),
    attempt('attach', () => checkAttach(read)),
    attempt('address-space', () => checkAddressSpace(read)),
    attempt('io-uring', () => checkIoUring(read)),
    attempt('fuse', () => checkFuse(read)),
    attempt('userfaultfd', () => checkUserfaultfd(read)),
  ])
}

/** One check that cannot be carried out does not keep the others from being told. */
async function attempt(name: NativeName, check: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await check()
  } catch (error) {
    return untried(name, (error as Error).message)
  }
}
