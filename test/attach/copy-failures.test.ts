import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type CopyEnd, copy, createRegion, type EngineName } from '../../src/index.ts'
import { PAGE } from '../../src/os/mapping.ts'
import { held } from './held.ts'
import { pattern } from './pattern.ts'
import { type RegionOwner, startRegionOwner } from './start-region-owner.ts'
import { ORDINARY_USER, unshareRefused } from './start-target.ts'

const ENGINES: readonly EngineName[] = ['inline', 'threads', 'io_uring']
const COPIER = fileURLToPath(new URL('copier.js', import.meta.url))
const CROWDED = fileURLToPath(new URL('crowded-copier.js', import.meta.url))
const REUSER = fileURLToPath(new URL('region-pid-reuser.js', import.meta.url))
const isRoot = process.getuid!() === 0

/** What comes of copying out of a region and into it, by each engine. */
async function assertAll(cookie: string, code: string, message = /./): Promise<void> {
  const view = new Uint8Array(100)
  for (const engine of ENGINES) {
    for (const ends of [
      { from: cookie, to: view },
      { from: view, to: cookie },
    ]) {
      assert.throws(() => copy(ends), { code, message })
      await assert.rejects(async () => await copy(ends, { engine }), { code, message })
    }
  }
  assert.deepEqual(view, new Uint8Array(100))
}

/** What another process gets when it copies from a region. */
function copyElsewhere(cookie: string, options: object): { code: string; message: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [COPIER, cookie], {
    ...options,
    encoding: 'utf8',
    timeout: 20_000,
  })
  assert.equal(stderr, '')
  return JSON.parse(stdout)
}

test('copy() says that a region was destroyed', async () => {
  await using owner = await startRegionOwner('w')
  const cookie = await owner.region('readwrite')
  assert.equal(copy({ from: cookie, to: new Uint8Array(10) }), 10)
  await owner.ask({ do: 'destroy', cookie })
  await assertAll(cookie, 'ERR_REGION_DESTROYED')
  // Another region has its slot by now.
  const next = await owner.region('readwrite')
  await assertAll(cookie, 'ERR_REGION_DESTROYED')
  assert.equal(copy({ from: next, to: new Uint8Array(10) }), 10)
})

test("copy() refuses another process's region the wrong way round", async () => {
  await using owner = await startRegionOwner('w')
  const view = new Uint8Array(10)
  const [read, write] = [await owner.region('read'), await owner.region('write')]
  for (const engine of ENGINES) {
    const call = async (from: CopyEnd, to: CopyEnd) => await copy({ from, to }, { engine })
    await assert.rejects(call(write, view), { code: 'ERR_REGION_ACCESS' })
    await assert.rejects(call(view, read), { code: 'ERR_REGION_ACCESS' })
    await assert.rejects(call(write, read), { code: 'ERR_REGION_ACCESS' })
    assert.equal(await call(read, write), PAGE)
  }
})

test('copy() uses a region for a single use once, also of many processes that try at the same time', async () => {
  await using owner = await startRegionOwner('w')
  const options = { access: 'read', singleUse: true } as const
  const cookie = await owner.region(options)
  assert.equal(await owner.ask({ do: 'state', cookie }), 'alive')
  assert.throws(() => copy({ from: cookie, to: new Uint8Array(10), fromOffset: PAGE + 1 }), { code: 'ERR_OFFSET' })
  assert.equal(copy({ from: cookie, to: new Uint8Array(10) }), 10)
  assert.equal(await owner.ask({ do: 'state', cookie }), 'used')
  assert.throws(() => copy({ from: cookie, to: new Uint8Array(10) }), { code: 'ERR_REGION_USED' })

  const contested = await owner.region(options)
  const { stdout } = spawnSync(
    'sh',
    ['-c', `for i in 1 2 3 4; do "$0" "$@" & done; wait`, process.execPath, COPIER, contested],
    {
      encoding: 'utf8',
    },
  )
  const codes = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).code)
  assert.deepEqual(codes.sort(), ['ERR_REGION_USED', 'ERR_REGION_USED', 'ERR_REGION_USED', 'copied'])
})

test('copy() tells a cookie with a wrong secret from a region that was destroyed', async () => {
  await using owner = await startRegionOwner('w')
  const cookie = await owner.region('readwrite')
  const { decodeCookie, encodeCookie } = await import('../../src/attach/cookie.ts')
  const parts = decodeCookie(cookie)
  const forged = encodeCookie(
    parts,
    parts.secret.map((word, index) => (index === 2 ? word ^ 1 : word)),
    0,
  )
  await assertAll(forged, 'ERR_COOKIE', /never gave out this cookie/)
  const older = encodeCookie({ ...parts, generation: parts.generation - 1 }, parts.secret, 0)
  await assertAll(older, 'ERR_REGION_DESTROYED')
  const elsewhere = encodeCookie({ ...parts, slot: parts.slot + 2 ** 40 }, parts.secret, 0)
  await assertAll(elsewhere, 'ERR_REGION_DESTROYED')
})

test('copy() says that the owner has ended, before and after it was seen alive', async () => {
  for (const seen of [false, true]) {
    const owner = await startRegionOwner('w')
    const cookie = await owner.region('readwrite')
    if (seen) assert.equal(copy({ from: cookie, to: new Uint8Array(10) }), 10)
    await owner.end()
    await assertAll(cookie, 'ERR_OWNER_ENDED', new RegExp(`process ${owner.pid}.*has ended`))
  }
})

test('copy() says so of an owner that has ended, and that nobody has taken note of yet', async () => {
  await using owner = await startRegionOwner('w')
  const cookie = await owner.region('readwrite')
  assert.equal(copy({ from: cookie, to: new Uint8Array(10) }), 10)
  process.kill(owner.pid, 'SIGKILL')
  // The event loop does not turn, so that Node takes no note.
  while (!/^State:\tZ/m.test(readFileSync(`/proc/${owner.pid}/status`, 'utf8')));
  assert.throws(() => copy({ from: cookie, to: new Uint8Array(10) }), { code: 'ERR_OWNER_ENDED' })
  assert.throws(() => copy({ from: cookie, to: new Uint8Array(10) }), { code: 'ERR_OWNER_ENDED' })
})

test('copy() says that the owner runs another program, and writes nothing into it', async () => {
  for (const seen of [false, true]) {
    await using owner = await startRegionOwner('w')
    const cookie = await owner.region('readwrite')
    if (seen) assert.equal(copy({ from: cookie, to: new Uint8Array(10) }), 10)
    await owner.exec()
    if (seen) assert.throws(() => copy({ from: cookie, to: new Uint8Array(10) }), { code: 'ERR_OWNER_REPLACED' })
    // Seen for the first time, there is a program with nothing where the region was declared.
    else await assertAll(cookie, 'ERR_REGION_DESTROYED')
  }
})

test('copy() says that the pid is used again', { skip: unshareRefused('-Urpf', '--mount-proc') }, () => {
  const { stdout, stderr } = spawnSync('unshare', ['-Urpf', '--mount-proc', process.execPath, REUSER], {
    encoding: 'utf8',
  })
  assert.equal(stderr, '')
  assert.deepEqual(JSON.parse(stdout), { samePid: true, unseen: 'ERR_PID_REUSED', seen: 'ERR_PID_REUSED' })
})

test("copy() says why another user's region is out of reach", { skip: !isRoot && 'needs root' }, () => {
  using region = createRegion(new Uint8Array(10), { access: 'read' })
  const { code, message } = copyElsewhere(region.cookie, ORDINARY_USER)
  assert.equal(code, 'EPERM')
  assert.match(message, /it runs as user 0, and this process as user 65534/)
})

test('copy() says that the owner is not dumpable', async () => {
  await using owner = await startRegionOwner('w', { dumpable: 'not-dumpable', ...ORDINARY_USER })
  const cookie = await owner.region('read')
  const { code, message } = copyElsewhere(cookie, ORDINARY_USER)
  assert.equal(code, 'EPERM')
  assert.match(message, /it is not dumpable/)
})

/** Begins copies of a long list again and again until one of them fails. */
async function copyUntilFailure(from: CopyEnd, to: CopyEnd, engine: EngineName): Promise<string> {
  for (let round = 0; round < 100_000; round++) {
    try {
      await copy({ from, to }, { engine })
      // The owner's messages are heard.
      await setImmediate()
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  return 'no failure'
}

for (const engine of ENGINES) {
  for (const [what, code, act] of [
    [
      'destroys the region',
      ['ERR_REGION_DESTROYED'],
      (owner: RegionOwner, cookie: string) => owner.ask({ do: 'destroy', cookie }),
    ],
    ['is killed', ['ERR_OWNER_ENDED'], (owner: RegionOwner) => owner.end()],
    // Between the two moments it may seem to be gone.
    ['becomes another program', ['ERR_OWNER_REPLACED', 'ERR_REGION_DESTROYED'], (owner: RegionOwner) => owner.exec()],
  ] as const) {
    for (const out of [true, false]) {
      test(`copy() by ${engine} ${out ? 'out of' : 'into'} a region fails when its owner ${what} meanwhile`, async () => {
        await using owner = await startRegionOwner('w'.repeat(4000))
        const cookie = await owner.region('readwrite')
        const view = new Uint8Array(4000 * PAGE)
        const failure = copyUntilFailure(out ? cookie : view, out ? view : cookie, engine)
        await act(owner, cookie)
        assert.ok((code as readonly string[]).includes(await failure), await failure)
      })
    }
  }
}

test('copy() opens no more than a few owners at once, and closes what it forgets', async () => {
  const owners = await Promise.all(Array.from({ length: 20 }, () => startRegionOwner('w')))
  try {
    const cookies = await Promise.all(owners.map((owner) => owner.region('read')))
    const before = held().descriptors
    for (const engine of ENGINES) {
      for (let round = 0; round < 3; round++) {
        const jobs = cookies.map((from) => copy({ from, to: new Uint8Array(PAGE) }, { engine }))
        assert.deepEqual(await Promise.all(jobs), Array(20).fill(PAGE))
      }
    }
    assert.ok(held().descriptors - before <= 40, `${held().descriptors} after ${before}`)
  } finally {
    await Promise.all(owners.map((owner) => owner.end()))
  }
})

test('copy() says so when no descriptor is left, and uses nothing', async () => {
  await using owner = await startRegionOwner('w')
  await using other = await startRegionOwner('w')
  const once = await owner.region({ access: 'read', singleUse: true })
  const cookies = [await owner.region('readwrite'), once, await other.region('read')]
  const args = ['-c', 'ulimit -n 64 && exec "$0" "$@"', process.execPath, CROWDED, ...cookies]
  const { stdout, stderr } = spawnSync('sh', args, { encoding: 'utf8', timeout: 20_000 })
  assert.equal(stderr, '')
  assert.deepEqual(JSON.parse(stdout), { seen: '10', once: 'EMFILE', unseen: 'EMFILE', ioUring: 'EMFILE' })
  assert.equal(await owner.ask({ do: 'state', cookie: once }), 'alive')
  const into = new Uint8Array(PAGE)
  assert.equal(copy({ from: once, to: into }), PAGE)
  assert.deepEqual(into, pattern(0, PAGE))
})

test('copy() by io_uring says so when a filter forbids it, and the other engines work', () => {
  const { code, message } = copyElsewhere('io_uring', {})
  assert.equal(code, 'EPERM')
  assert.match(message, /io_uring_setup/)
})
