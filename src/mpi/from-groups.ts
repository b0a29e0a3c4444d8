import { CrossmemTypeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import type { Communicator } from './communicator.ts'
import { TAG_UB } from './constants.ts'
import type { Group } from './group.ts'
import type { Intercommunicator } from './intercommunicator.ts'
import { world } from './world.ts'

/**
 * A communicator of a group, without one from which it is made (MPI_Comm_create_from_group). Only the members call it.
 * @param tag tells apart calls whose members overlap
 * @returns null for a rank that is no member
 * @throws as Communicator.createGroup; CrossmemTypeError ERR_TAG for a tag that is no string
 * @example
 * const everybody = createFromGroup(world.group, 'org.example.solver')!
 * everybody.free()
 */
export function createFromGroup(group: Group, tag: string): Communicator | null {
  return world.createGroup(group, { tag: tagOf(tag) })
}

export interface FromGroupsOptions {
  /** The group that this rank is in. */
  local: Group
  /** A rank of it. */
  localLeader: number
  /** The other group. */
  remote: Group
  /** A rank of that. */
  remoteLeader: number
  /** Tells apart calls by the same leaders. */
  tag: string
}

/**
 * An intercommunicator of two groups, likewise (MPI_Intercomm_create_from_groups). The members of both groups call it.
 * @throws as Communicator.createGroup and intercommCreate; CrossmemTypeError ERR_TAG
 */
export function intercommCreateFromGroups(options: FromGroupsOptions): Intercommunicator | null {
  const { local, localLeader, remote, remoteLeader, tag } = options
  const group = createFromGroup(local, tag)
  if (group === null) return null
  const leader = remote.members[remoteLeader]
  const inter = group.intercommCreate({ localLeader, peer: world, remoteLeader: leader, tag: tagOf(tag) })
  group.free()
  return inter
}

/** A number for a string: the same one for two strings is one in a thousand million. */
function tagOf(text: string): number {
  if (typeof text !== 'string') throw new CrossmemTypeError('ERR_TAG', `this tag is a string, not ${kindOf(text)}`)
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return (hash >>> 0) % TAG_UB
}
