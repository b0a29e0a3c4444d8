import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { kindOf } from '../../src/memory/bytes.ts'
import { ANY_SOURCE, ANY_TAG, type Bytes, PROC_NULL, Status, TAG_UB, world } from '../../src/mpi/index.ts'

// This process is a job of one rank, which sends to itself.

function detach<T extends ArrayBufferView>(view: T): T {
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] })
  return view
}

/** Nothing was left for a later test. */
function nothingIsLeft(): void {
  assert.equal(world.iprobe(), null)
}

const byte = () => new Uint8Array(1)
const SENDS: Record<string, (dest: unknown, tag: unknown) => unknown> = {
  send: (dest, tag) => world.send(byte(), { dest, tag } as { dest: number }),
  ssend: (dest, tag) => world.ssend(byte(), { dest, tag } as { dest: number }),
  isend: (dest, tag) => world.isend(byte(), { dest, tag } as { dest: number }),
  issend: (dest, tag) => world.issend(byte(), { dest, tag } as { dest: number }),
  sendrecv: (dest, sendTag) =>
    world.sendrecv({ send: byte(), dest, sendTag, source: PROC_NULL } as { send: unknown; dest: number }),
  sendrecvReplace: (dest, sendTag) =>
    world.sendrecvReplace(byte(), { dest, sendTag, source: PROC_NULL } as { dest: number }),
}
const RECEIVES: Record<string, (source: unknown, tag: unknown) => unknown> = {
  recv: (source, tag) => world.recv({ source, tag } as object),
  'recv into a buffer': (source, tag) => world.recv(byte(), { source, tag } as object),
  irecv: (source, tag) => world.irecv({ source, tag } as object),
  'irecv into a buffer': (source, tag) => world.irecv(byte(), { source, tag } as object),
  sendrecv: (source, recvTag) =>
    world.sendrecv({ send: byte(), dest: PROC_NULL, source, recvTag } as { send: unknown; dest: number }),
  sendrecvReplace: (source, recvTag) =>
    world.sendrecvReplace(byte(), { dest: PROC_NULL, source, recvTag } as { dest: number }),
  probe: (source, tag) => world.probe({ source, tag } as object),
  iprobe: (source, tag) => world.iprobe({ source, tag } as object),
  mprobe: (source, tag) => world.mprobe({ source, tag } as object),
  improbe: (source, tag) => world.improbe({ source, tag } as object),
  borrow: (source, tag) => world.borrow({ source, tag } as object),
}

describe('arguments that cannot mean anything', () => {
  const numbers = [1, -3, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 53]
  const others = ['0', null, {}, 0n, true]
  for (const [name, send] of Object.entries(SENDS)) {
    test(`${name}() refuses ranks and tags that do not exist`, () => {
      for (const dest of [...numbers, ANY_SOURCE]) {
        assert.throws(() => send(dest, 0), {
          name: 'RangeError',
          code: 'ERR_RANK',
          message: new RegExp(`^dest ${dest} is no rank`),
        })
      }
      for (const dest of [...others, undefined]) {
        assert.throws(() => send(dest, 0), { name: 'TypeError', code: 'ERR_RANK' }, `dest ${kindOf(dest)}`)
      }
      for (const tag of [-1, -2, 0.5, Number.NaN, TAG_UB + 1, 2 ** 31, 2 ** 32]) {
        assert.throws(() => send(0, tag), { name: 'RangeError', code: 'ERR_TAG' }, `tag ${tag}`)
      }
      for (const tag of others) assert.throws(() => send(0, tag), { name: 'TypeError', code: 'ERR_TAG' })
      nothingIsLeft()
    })
  }
  for (const [name, receive] of Object.entries(RECEIVES)) {
    test(`${name}() refuses sources and tags that do not exist`, () => {
      for (const source of numbers) {
        assert.throws(() => receive(source, 0), {
          name: 'RangeError',
          code: 'ERR_RANK',
          message: new RegExp(`^source ${source} `),
        })
      }
      for (const source of others) assert.throws(() => receive(source, 0), { name: 'TypeError', code: 'ERR_RANK' })
      for (const tag of [-2, 0.5, Number.NaN, TAG_UB + 1]) {
        assert.throws(() => receive(0, tag), { name: 'RangeError', code: 'ERR_TAG' }, `tag ${tag}`)
      }
      for (const tag of others) assert.throws(() => receive(0, tag), { name: 'TypeError', code: 'ERR_TAG' })
    })
  }

  test('recv() and irecv() refuse what is neither a buffer nor options', () => {
    for (const wrong of [null, 'text', 5, [1, 2, 3], () => 1] as unknown as Bytes[]) {
      for (const receive of [
        () => world.recv(wrong),
        () => world.irecv(wrong),
        () => world.sendrecv({ send: 1, dest: PROC_NULL, recv: wrong }),
      ]) {
        assert.throws(receive, { name: 'TypeError', code: 'ERR_NOT_BYTES' }, kindOf(wrong))
      }
    }
  })

  test('a buffer that was transferred away is refused, for sending and for receiving', () => {
    const detached = { name: 'TypeError', code: 'ERR_DETACHED', message: /no memory any more/ }
    const views = () => [new Uint8Array(8), new Float64Array(2), new DataView(new ArrayBuffer(8)), Buffer.alloc(10_000)]
    for (const make of views().keys()) {
      const gone = () => detach(views()[make])
      for (const call of [
        () => world.send(gone(), { dest: 0 }),
        () => world.isend(gone(), { dest: 0 }),
        () => world.recv(gone(), { source: 0 }),
        () => world.irecv(gone(), { source: 0 }),
        () => world.sendrecv({ send: gone(), dest: 0, source: 0 }),
        () => world.sendrecv({ send: byte(), dest: 0, recv: gone(), source: 0 }),
        () => world.sendrecvReplace(gone(), { dest: 0, source: 0 }),
      ]) {
        assert.throws(call, detached)
      }
    }
    const { buffer } = new Uint8Array(8)
    structuredClone(buffer, { transfer: [buffer] })
    assert.throws(() => world.send(buffer, { dest: 0 }), detached)
    nothingIsLeft()
  })

  test('what cannot be cloned is refused, and leaves no receive behind', () => {
    assert.throws(() => world.send(() => 1, { dest: 0 }), { code: 'ERR_NOT_CLONEABLE' })
    assert.throws(() => world.sendrecv({ send: () => 1, dest: 0, source: 0 }), { code: 'ERR_NOT_CLONEABLE' })
    world.send(5, { dest: 0 })
    assert.equal(world.recv({ source: 0 }), 5)
    nothingIsLeft()
  })
})

describe('PROC_NULL', () => {
  test('takes everything', () => {
    for (const [name, send] of Object.entries(SENDS)) send(PROC_NULL, name.length)
    world.isend(() => 1, { dest: PROC_NULL }).wait()
    assert.equal(world.issend(byte(), { dest: PROC_NULL }).test(), true)
    nothingIsLeft()
  })

  test('gives nothing, and its status says so', () => {
    const isNull = ({ source, tag, bytes, count, cancelled }: Status) =>
      assert.deepEqual(
        { source, tag, bytes, count, cancelled },
        { source: PROC_NULL, tag: ANY_TAG, bytes: 0, count: 0, cancelled: false },
      )
    const into = new Float64Array(2).fill(7)
    const source = PROC_NULL
    isNull(world.recv(into, { source, tag: 5 }))
    isNull(world.irecv(into, { source }).wait())
    isNull(world.probe({ source }))
    isNull(world.iprobe({ source })!)
    isNull(world.sendrecv({ send: 1, dest: PROC_NULL, recv: into, source }))
    isNull(world.sendrecvReplace(into, { dest: PROC_NULL, source }))
    assert.equal(world.recv({ source }), undefined)
    assert.equal(world.irecv({ source }).wait(), undefined)
    assert.deepEqual(into, new Float64Array([7, 7]))
    for (const receive of [
      (status: Status) => world.recv(into, { source, status }),
      (status: Status) => world.recv({ source, status }),
      (status: Status) => world.irecv(into, { source, status }).wait(),
      (status: Status) => world.irecv({ source, status }).wait(),
      (status: Status) => world.sendrecv({ send: 1, dest: PROC_NULL, source, status }),
    ]) {
      const status = Object.assign(new Status(), { source: 3, tag: 4, bytes: 5, count: 6, cancelled: true })
      receive(status)
      isNull(status)
    }
  })

  test('has no message that could be taken', () => {
    for (const take of [
      () => world.mprobe({ source: PROC_NULL }),
      () => world.improbe({ source: PROC_NULL }),
      () => world.borrow({ source: PROC_NULL }),
    ]) {
      assert.throws(take, { code: 'ERR_NO_MESSAGE' })
    }
  })

  test('lets sendrecv() do the other half', () => {
    world.sendrecv({ send: 'there', dest: 0, source: PROC_NULL })
    assert.equal(world.sendrecv({ send: 'nowhere', dest: PROC_NULL, source: 0 }), 'there')
    nothingIsLeft()
  })
})
