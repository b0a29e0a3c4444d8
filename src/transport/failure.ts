import { CrossmemError } from '../errors.ts'
import type { Segment } from './segment.ts'

/** Why one end of a message gave up, told to the other end as a number. */
export const GONE = 1
export const IMPOSSIBLE = 2

/** The error of the end that is told. */
export function failureOf(reason: number, other: number): CrossmemError {
  if (reason === GONE) {
    return new CrossmemError(
      'ERR_DETACHED',
      `rank ${other}'s buffer went away while the message was under way: it was transferred, freed or resized there.`,
    )
  }
  return new CrossmemError(
    'ERR_PROTOCOL',
    `the message between this rank and rank ${other} cannot go by the protocol that this job is forced to use; ` +
      `rank ${other} says why. Leave --protocol away.`,
  )
}

/** The error of whoever waits in a job of which a rank died. */
export function rankDied(segment: Segment, rank: number): CrossmemError {
  const exit = segment.exitOf(rank)
  const how = exit < 0 ? `it was killed by signal ${-exit}` : `it ended with exit code ${exit}`
  return new CrossmemError(
    'ERR_RANK_DIED',
    `rank ${rank} has died: ${how}. What was waited for cannot be relied on any more.`,
  )
}

/** The error of whoever waits for a rank that has ended well, but too early. */
export function rankEnded(rank: number): CrossmemError {
  return new CrossmemError(
    'ERR_RANK_ENDED',
    `rank ${rank} has ended, and what this rank waits for can never come: a send, a receive or a collective call has no partner.`,
  )
}

/** The error of a rank that waits for itself. */
export function deadlock(): CrossmemError {
  return new CrossmemError(
    'ERR_DEADLOCK',
    'this rank waits for a message from itself (or for its match), and nobody else can bring it. ' +
      'Start one of the two with isend or irecv first.',
  )
}

/** The error of a receive whose buffer is not what it was. */
export function receiverGone(): CrossmemError {
  return new CrossmemError(
    'ERR_DETACHED',
    'the buffer of a receive went away before its message came: it was transferred, freed or resized. Wait for the request first.',
  )
}
