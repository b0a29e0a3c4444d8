import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeCookie } from '../../src/attach/cookie.ts'
import { createRegion } from '../../src/index.ts'

test('decodeCookie() finds out what a region has put in', () => {
  using region = createRegion(new Uint8Array(10), { access: 'read' })
  const parts = decodeCookie(region.cookie)
  assert.equal(parts.pid, process.pid)
  assert.ok(parts.startTime > 0)
  assert.equal(parts.slot, region.slotAddress)
  assert.equal(parts.secret.length, 4)
})

test('decodeCookie() refuses what is no cookie', () => {
  for (const text of ['', 'cm1-', 'x'.repeat(74), `cm1-${'A'.repeat(70)}`, `cm1-${'é'.repeat(70)}`, 'a'.repeat(1e6)]) {
    assert.throws(() => decodeCookie(text), {
      name: 'CrossmemError',
      code: 'ERR_COOKIE',
      message: /is no region's cookie/,
    })
  }
})

test('decodeCookie() notices any one letter that was changed, and any that is missing', () => {
  using region = createRegion(new Uint8Array(10), { access: 'read' })
  const { cookie } = region
  for (let at = 0; at < cookie.length; at++) {
    // The last letter holds two bits that mean nothing.
    const other = cookie[at] === 'Q' ? 'k' : 'Q'
    const changed = cookie.slice(0, at) + other + cookie.slice(at + 1)
    if (at < cookie.length - 1) assert.throws(() => decodeCookie(changed), { code: 'ERR_COOKIE' }, `letter ${at}`)
    assert.throws(() => decodeCookie(cookie.slice(0, at) + cookie.slice(at + 1)), { code: 'ERR_COOKIE' })
  }
  assert.throws(() => decodeCookie(`${cookie}A`), { code: 'ERR_COOKIE' })
})

test('cookies of many regions are all different', () => {
  const cookies = new Set<string>()
  for (let round = 0; round < 3000; round++) {
    using region = createRegion(new Uint8Array(1), { access: 'read' })
    cookies.add(region.cookie)
  }
  assert.equal(cookies.size, 3000)
})
