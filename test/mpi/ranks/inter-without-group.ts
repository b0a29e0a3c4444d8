/** Two groups, of which one is gone before a call that needs it. For 3 ranks: rank 1 ends, the others say what they are told. */
import { type Intercommunicator, world } from '../../../src/mpi/index.ts'
import { codeOf } from './cases.ts'

const [how, when] = process.argv.slice(2)
const isOther = world.rank === 1
const group = world.split({ color: isOther ? 1 : 0 })!
const meet = () => group.intercommCreate({ localLeader: 0, peer: world, remoteLeader: isOther ? 0 : 1 })
let inter: Intercommunicator | undefined
if (when !== 'intercommCreate') inter = meet()
if (isOther) {
  if (how === 'killed') process.kill(process.pid, 'SIGKILL')
  process.exit(0)
}
const calls: Record<string, () => unknown> = {
  intercommCreate: meet,
  allreduce: () => inter!.allreduce(1),
  iallreduce: () => inter!.iallreduce(1).wait(),
  barrier: () => inter!.barrier(),
  merge: () => inter!.merge(),
  recv: () => inter!.recv({ source: 0 }),
}
console.log(codeOf(calls[when]))
