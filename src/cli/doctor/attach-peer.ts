import { isDumpable, permitAttach } from '../../os/prctl.ts'
import { probe } from '../../os/process-vm.ts'
import type { PeerAnswer, PeerRequest } from './attach-probe.ts'

/**
 * A process that stands for a rank while `crossmem doctor` tries what ranks may do to each other. It answers one request after
 * the other, and ends when whoever started it goes away.
 */
process.on('message', (request: PeerRequest) => {
  const answer: PeerAnswer = { dumpable: isDumpable(), errno: 0 }
  if (request.permit !== undefined) permitAttach(request.permit)
  if (request.probe !== undefined) answer.errno = probe(request.probe)
  process.send!(answer)
})
