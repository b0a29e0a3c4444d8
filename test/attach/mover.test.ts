import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endOf } from '../../src/attach/copy-end.ts'
import { DESTROYED, GONE, Mover, placeOf } from '../../src/attach/mover.ts'
import { copy, type EngineName } from '../../src/index.ts'
import { PAGE } from '../../src/os/mapping.ts'
import { pattern } from './pattern.ts'
import { type RegionOwner, startRegionOwner } from './start-region-owner.ts'

for (const [what, reason, act] of [
  ['destroyed the region', DESTROYED, (owner: RegionOwner, cookie: string) => owner.ask({ do: 'destroy', cookie })],
  ['was killed', GONE, (owner: RegionOwner) => owner.end()],
  ['became another program', GONE, (owner: RegionOwner) => owner.exec()],
] as const) {
  for (const side of ['from', 'to'] as const) {
    test(`Mover moves nothing more ${side} an owner that ${what} in the middle of a copy`, async () => {
      await using owner = await startRegionOwner('ww')
      const cookie = await owner.region('readwrite')
      const view = new Uint8Array(2 * PAGE)
      const [theirs, mine] = [placeOf(endOf(cookie, side === 'to')), placeOf(endOf(view, side === 'from'))]
      const mover = side === 'from' ? new Mover(theirs, mine, 0, 0) : new Mover(mine, theirs, 0, 0)
      assert.equal(mover.move(PAGE), PAGE)
      assert.equal(mover.reason, 0)
      await act(owner, cookie)
      assert.equal(mover.move(PAGE), 0)
      assert.equal(mover.reason, reason)
      assert.equal(mover.side, side)
      if (side === 'from') assert.deepEqual(view.subarray(0, PAGE), pattern(0, PAGE))
    })
  }
}

for (const engine of ['threads', 'io_uring'] as const satisfies readonly EngineName[]) {
  for (const [what, code, act] of [
    [
      'destroys the region',
      'ERR_REGION_DESTROYED',
      (owner: RegionOwner, cookie: string) => owner.ask({ do: 'destroy', cookie }),
    ],
    ['ends', 'ERR_OWNER_ENDED', (owner: RegionOwner) => owner.end()],
  ] as const) {
    test(`copy() by ${engine} fails when the owner ${what} while it goes on`, async (context) => {
      const parts = Array.from({ length: 256 }, () => ({ offset: 0, length: 256 * PAGE }))
      const view = new Uint8Array(256 * 256 * PAGE)
      // A machine may be so fast that the copy is through before the owner hears of it.
      for (let round = 0; round < 10; round++) {
        await using owner = await startRegionOwner('w'.repeat(256))
        const cookie = await owner.region('readwrite', parts)
        const job = copy({ from: cookie, to: view }, { engine })
        await act(owner, cookie)
        if (job.status === 'succeeded') continue
        await assert.rejects(async () => await job, { code })
        return
      }
      context.skip('every copy was through before its owner could do anything')
    })
  }
}
