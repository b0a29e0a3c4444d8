import { type Finding, type FindingName, failed } from './finding.ts'

/** The checks that make system calls. */
export const NATIVE_NAMES = [
  'memfd',
  'attach',
  'address-space',
  'io-uring',
  'fuse',
  'userfaultfd',
] as const satisfies readonly FindingName[]

export type NativeName = (typeof NATIVE_NAMES)[number]

/** What is told of a check that could not be carried out. */
export function untried(name: NativeName, reason: string): Finding {
  return {
    name,
    status: 'no',
    found: 'It could not be tried.',
    why: failed(reason),
    effect: 'crossmem finds out when it needs it.',
    change: [],
    facts: {},
  }
}
