import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

test('regions takes a tile out of another process, and puts it back transposed', () => {
  const program = join(import.meta.dirname, '../../examples/regions.js')
  const { stdout, stderr, status } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 60_000 })
  assert.equal(stderr, '')
  assert.equal(status, 0)
  assert.equal(
    stdout,
    `taker: a copy of 2000000 bytes in 500 segments has begun
taker: 2000000 bytes have come
taker: 2000000 bytes went back
taker: a second time is ERR_REGION_USED
owner: the tile is transposed, the region for it is used
`,
  )
})
