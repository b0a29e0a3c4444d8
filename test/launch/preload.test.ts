import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { processors } from '../../src/os/affinity.ts'
import { encodePlace, PLACE_VARIABLE, type Place } from '../../src/transport/place.ts'
import { CLI, RanksJob, type RanksResult, runRanks } from '../support/ranks.ts'

const PLACE = new URL('./ranks/place.js', import.meta.url)
const PRELOAD = new URL('../../src/launch/preload.js', import.meta.url).href

interface Told {
  place: Place
  /** What the descriptors are, that the place names. */
  files: string[]
  /** What the rank's own child has open. */
  inherited: string
  child: boolean
  inWorker: string | null
  processors: string[]
}

function toldIn({ code, stdout, stderr }: RanksResult): Told[] {
  assert.equal(code, 0, stderr)
  const told = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told)
  return told.sort((a, b) => a.place.rank - b.place.rank)
}

async function tell(size: number, options: string[]): Promise<Told[]> {
  return toldIn(await runRanks(size, PLACE, { options }))
}

test('a rank has the segment, every arena and every eventfd under the descriptors that its place names', async () => {
  for (const { place, files } of await tell(3, ['--heap', '2M', '--protocol', 'staged'])) {
    assert.deepEqual(
      files.map((file) => file.replace(' (deleted)', '')),
      [
        '/memfd:crossmem-job',
        ...[0, 1, 2].map((rank) => `/memfd:crossmem-heap-${rank}`),
        ...Array(3).fill('anon_inode:[eventfd]'),
      ],
    )
    assert.equal(place.size, 3)
    assert.equal(place.heapBytes, 2 * 1024 * 1024)
    assert.equal(place.forced, 'staged')
    assert.equal(place.processor, null)
  }
})

test("a rank's own children and threads get neither its place nor its descriptors", async () => {
  for (const { inherited, child, inWorker } of await tell(2, [])) {
    assert.doesNotMatch(inherited, /memfd:crossmem|eventfd/)
    assert.equal(child, false)
    assert.equal(inWorker, null)
  }
})

test('a place says that the job is crowded when ranks outnumber the processors that they may use', async () => {
  const [{ place: alone }] = await tell(1, [])
  assert.equal(alone.crowded, false)
  const run = [CLI, 'run', '-n', '2', fileURLToPath(PLACE)]
  const job = new RanksJob('taskset', ['-c', String(processors()[0]), process.execPath, ...run], { input: '' })
  for (const { place } of toldIn(await job.result)) assert.equal(place.crowded, true)
})

test('--bind binds all threads of a rank to one processor, another one for each rank while there are any', async () => {
  const size = Math.min(processors().length, 4)
  const told = await tell(size, ['--bind'])
  for (const { place, processors } of told) assert.deepEqual(processors, [String(place.processor)])
  assert.equal(new Set(told.map(({ place }) => place.processor)).size, size)
})

test('a rank whose launcher died before it could be told of that ends at once', () => {
  const place: Place = {
    rank: 0,
    size: 1,
    launcher: 1,
    segment: 3,
    arenas: [4],
    eventfds: [5],
    heapBytes: 0,
    forced: null,
    crowded: false,
    processor: null,
  }
  const env = { ...process.env, [PLACE_VARIABLE]: encodePlace(place) }
  const args = ['--import', PRELOAD, '--eval', "console.log('the program ran')"]
  const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
  assert.equal(status, 1)
  assert.equal(stdout, '')
})
