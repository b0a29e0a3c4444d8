/** Very many messages under way at once, to everybody, before anybody receives. With the argument `some`, a selection. */
import assert from 'node:assert/strict'
import { alloc, type Request, waitAll, waitAny, waitSome, world } from '../../../src/mpi/index.ts'
import { runCases } from './cases.ts'

const { rank, size } = world
const COUNT = 1000
const others = Array.from({ length: size }, (_, index) => index).filter((other) => other !== rank)

/** Starts COUNT messages to everybody else. */
function flood(make: (tag: number) => Uint8Array, way: 'isend' | 'issend' = 'isend'): Request<void>[] {
  return others.flatMap((dest) => Array.from({ length: COUNT }, (_, tag) => world[way](make(tag), { dest, tag })))
}

function numbered(length: number, tag: number): Uint8Array {
  return new Uint8Array(length).fill(tag)
}

function check(bytes: Uint8Array, tag: number): void {
  assert.ok(
    bytes[0] === (tag & 0xff) && bytes.at(-1) === (tag & 0xff),
    `message ${tag} holds ${bytes[0]} and ${bytes.at(-1)}`,
  )
}

const some = process.argv[2] === 'some'
const forward = Array.from({ length: COUNT }, (_, tag) => tag)
const backward = forward.toReversed()
const orders = some ? { 'in reverse order': backward } : { 'in order': forward, 'in reverse order': backward }
const messages = [
  [8, 'issend'],
  [9000, 'isend'],
  [8, 'isend'],
  [2000, 'isend'],
  [40_000, 'isend'],
] as const
const cases: Record<string, () => unknown> = {}
for (const [length, way] of messages.slice(0, some ? 2 : messages.length)) {
  for (const [name, order] of Object.entries(orders)) {
    cases[`${COUNT} ${way}() of ${length} bytes to everybody before the first receive, received ${name}`] = () => {
      const requests = flood((tag) => numbered(length, tag), way)
      const into = new Uint8Array(length)
      for (const tag of order) {
        for (const source of others) {
          world.recv(into, { source, tag })
          check(into, tag)
        }
      }
      waitAll(requests)
    }
  }
}

cases['1000 awaited at once, both ways'] = async () => {
  const receives = others.flatMap((source) => forward.map((tag) => world.irecv(new Uint8Array(9000), { source, tag })))
  const sends = flood((tag) => numbered(9000, tag))
  const statuses = await Promise.all(receives)
  assert.ok(statuses.every(({ bytes }) => bytes === 9000))
  await Promise.all(sends)
}

if (!some)
  cases['1000 receives posted before the first send, ended in any order'] = () => {
    const buffers = others.flatMap((source) => forward.map((tag) => ({ source, tag, into: new Uint8Array(10_000) })))
    const receives = buffers.map(({ source, tag, into }) => world.irecv(into, { source, tag }))
    world.barrier()
    const field = alloc(Uint8Array, 10_000)
    const sends = others.flatMap((dest) =>
      forward.map((tag) =>
        tag % 2 === 0 ? world.isend(numbered(10_000, tag), { dest, tag }) : world.isend(field, { dest, tag }),
      ),
    )
    for (let left = receives.length; left > 0; ) {
      const one = waitAny(receives)
      if (one === null) break
      left -= 1 + waitSome(receives).length
    }
    waitAll(sends)
    for (const { tag, into } of buffers) check(into, tag % 2 === 0 ? tag : 0)
  }

await runCases(cases)
