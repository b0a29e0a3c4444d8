import { bindTo } from '../os/affinity.ts'
import { closeOnExec } from '../os/memfd.ts'
import { permitAttach, signalOnParentDeath } from '../os/prctl.ts'
import type { Place } from '../transport/place.ts'
import { signalNumber } from './end.ts'
import { inlineMore } from './inlining.ts'

/** Makes this process the rank that its place says. */
export function settle(place: Place): void {
  const { launcher, segment, arenas, eventfds, processor } = place
  signalOnParentDeath(signalNumber('SIGKILL'))
  // A launcher that died before this was asked for is not told any more.
  if (process.ppid !== launcher) process.exit(1)
  permitAttach(launcher)
  if (processor !== null) bindTo(processor)
  inlineMore()
  for (const fd of [segment, ...arenas, ...eventfds]) closeOnExec(fd)
}
