import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'
import { attributes } from './attributes.ts'
import { collectives } from './collectives.ts'
import { communicators } from './communicators.ts'
import { datatypeContents } from './datatype-contents.ts'
import { datatypes } from './datatypes.ts'
import { environment } from './environment.ts'
import { errorCodes } from './error-codes.ts'
import { errorHandlers } from './error-handlers.ts'
import { exchanges } from './exchanges.ts'
import { generalizedRequests } from './generalized-requests.ts'
import { groups } from './groups.ts'
import { infos } from './info.ts'
import { intercommunicators } from './intercommunicators.ts'
import { memoryAndAddresses } from './memory.ts'
import { names } from './names.ts'
import { neighbors } from './neighbors.ts'
import { nonblocking } from './nonblocking.ts'
import { operations } from './operations.ts'
import { packing } from './packing.ts'
import { partitioned } from './partitioned.ts'
import { persistent } from './persistent.ts'
import { pointToPoint } from './point-to-point.ts'
import { probes } from './probes.ts'
import { requestStatuses } from './request-statuses.ts'
import { requests } from './requests.ts'
import { sendBuffers } from './send-buffers.ts'
import { sendModes } from './send-modes.ts'
import { statuses } from './statuses.ts'
import { topologies } from './topologies.ts'

const CHAPTERS = [
  environment,
  errorCodes,
  errorHandlers,
  memoryAndAddresses,
  pointToPoint,
  nonblocking,
  exchanges,
  sendModes,
  sendBuffers,
  persistent,
  partitioned,
  probes,
  requests,
  requestStatuses,
  generalizedRequests,
  statuses,
  communicators,
  intercommunicators,
  attributes,
  infos,
  names,
  topologies,
  groups,
  datatypes,
  datatypeContents,
  packing,
  operations,
  collectives,
  neighbors,
]

/** The functions that crossmem has, a file for each group of them. */
export function mpiFunctions(guest: Guest): Imports {
  return Object.assign({}, ...CHAPTERS.map((chapter) => chapter(guest)))
}
