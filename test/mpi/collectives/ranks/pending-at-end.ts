/** Programs that end while a nonblocking collective is under way; the argument says how. For 3 ranks. */
import { world } from '../../../../src/mpi/index.ts'

const { rank } = world
const how = process.argv[2]
const code = (error: unknown) => (error as { code?: string }).code

if (how === 'nobody waits') {
  world.ibarrier()
  if (rank > 0) world.ibcast(undefined)
} else if (how === 'the root of a broadcast does not wait') {
  // What it sent is not lost.
  const request = world.ibcast(rank === 0 ? new Uint8Array(300_000).fill(3) : new Uint8Array(300_000))
  if (rank > 0) console.log(`rank ${rank} got ${request.wait()[299_999]}`)
} else {
  // Rank 0 never joins, and ends.
  const request = rank === 0 ? null : world.ibarrier()
  if (how === 'one never joins, and others wait') {
    try {
      request?.wait()
    } catch (error) {
      console.log(`rank ${rank} got ${code(error)}`)
    }
  } else {
    request?.then(undefined, (error) => console.log(`rank ${rank} got ${code(error)}`))
  }
}
