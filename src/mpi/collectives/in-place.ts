import { CrossmemTypeError } from '../../errors.ts'
import { IN_PLACE } from '../constants.ts'

/** @throws CrossmemTypeError ERR_IN_PLACE for IN_PLACE on a rank where both buffers do not exist */
export function refuseInPlace(given: unknown, name: 'send' | 'recv', call: string): void {
  if (given !== IN_PLACE) return
  throw new CrossmemTypeError(
    'ERR_IN_PLACE',
    `${call} takes IN_PLACE as ${name} at its root only: give a buffer, or what else is to be sent`,
  )
}

/** Parts of a buffer, of which this rank's is where it belongs already: null. */
export function leftInPlace(parts: readonly Uint8Array[], rank: number): (Uint8Array | null)[] {
  return parts.map((part, index) => (index === rank ? null : part))
}
