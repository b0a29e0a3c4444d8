/**
 * Two processes: one has a matrix and does nothing but say where, the other takes a tile out of it and puts the transposed tile back.
 * Run it without the launcher: `node dist/examples/regions.js`.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { copy, createRegion } from 'crossmem'

const SIZE = 2000
const TILE = 500
/** Where the tile begins, in rows and in columns. */
const AT = 1200

/** What the owner says of its memory. */
interface Cookies {
  tile: string
  result: string
}

/** Has the matrix. A tile is a part of each of its rows: a list of as many segments. */
async function own(): Promise<void> {
  const matrix = Float64Array.from({ length: SIZE * SIZE }, (_, index) => index)
  const parts = Array.from({ length: TILE }, (_, row) => {
    const begin = (AT + row) * SIZE + AT
    return matrix.subarray(begin, begin + TILE)
  })
  using tile = createRegion(parts, { access: 'read' })
  using result = createRegion(parts, { access: 'write', singleUse: true })
  const cookies: Cookies = { tile: tile.cookie, result: result.cookie }
  process.send!(cookies)
  await once(process, 'message')
  const isTransposed = parts.every((row, i) => row.every((value, j) => value === (AT + j) * SIZE + AT + i))
  console.log(`owner: the tile is ${isTransposed ? 'transposed' : 'wrong'}, the region for it is ${result.state}`)
  process.disconnect()
}

/** Has the cookies, and the right to attach. */
async function take(): Promise<void> {
  const owner = fork(process.argv[1])
  const [{ tile, result }] = (await once(owner, 'message')) as [Cookies]
  const numbers = new Float64Array(TILE * TILE)
  const job = copy({ from: tile, to: numbers }, { engine: 'threads' })
  console.log(`taker: a copy of ${job.length} bytes in ${TILE} segments has begun`)
  console.log(`taker: ${await job} bytes have come`)
  const transposed = Float64Array.from(numbers, (_, index) => numbers[(index % TILE) * TILE + Math.floor(index / TILE)])
  console.log(`taker: ${copy({ from: transposed, to: result })} bytes went back`)
  try {
    copy({ from: transposed, to: result })
  } catch (error) {
    console.log(`taker: a second time is ${(error as NodeJS.ErrnoException).code}`)
  }
  owner.send('done')
  await once(owner, 'exit')
}

await (process.send ? own() : take())
