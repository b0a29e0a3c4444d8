/**
 * Collectives of long buffers outside of the arenas, on ranks that may attach to each other or not. Arguments: which ranks forbid others to
 * attach to them, and whether they do so before the first collective or after it, when the others believe that they may.
 */
import assert from 'node:assert/strict'
import { alloc, traffic, world } from '../../../../../src/mpi/index.ts'
import { setDumpable } from '../../../../../src/os/prctl.ts'

const [, , hidden, when] = process.argv
const { rank, size } = world
const LENGTHS = [64 * 1024, 100_003, 500_000]

const hide = () => {
  if (hidden === 'all' || hidden === `${rank}`) setDumpable(false)
  world.send(0, { dest: (rank + 1) % size })
  world.recv({ source: (rank + size - 1) % size })
  world.send(0, { dest: (rank + 1) % size })
  world.recv({ source: (rank + size - 1) % size })
}

function made(length: number, from: number, to: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => from * 41 + to * 97 + i * 7 + (i >> 8))
}

/** The last rank's buffers are in its arena, so that kinds meet. */
function buffer(length: number): Uint8Array {
  return rank === size - 1 ? alloc(Uint8Array, length) : new Uint8Array(length)
}

function filled(content: Uint8Array): Uint8Array {
  const into = buffer(content.length)
  into.set(content)
  return into
}

function concat(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}

const all = Array.from({ length: size }, (_, index) => index)

function check(length: number): void {
  const gathered = concat(all.map((from) => made(length, from, 0)))
  assert.ok(
    Buffer.from(gathered).equals(world.allgather(filled(made(length, rank, 0)), { recv: buffer(length * size) })),
  )
  const exchanged = concat(all.map((from) => made(length, from, rank)))
  const outgoing = filled(concat(all.map((to) => made(length, rank, to))))
  assert.ok(Buffer.from(exchanged).equals(world.alltoall(outgoing, { recv: buffer(length * size) })))
  for (const root of all) {
    const value = rank === root ? filled(made(length, root, root)) : buffer(length)
    assert.ok(Buffer.from(made(length, root, root)).equals(world.bcast(value, { root })))
    const parts = world.gather(filled(made(length, rank, root)), {
      root,
      ...(rank === root ? { recv: buffer(length * size) } : {}),
    }) as Uint8Array | undefined
    if (rank === root) assert.ok(Buffer.from(concat(all.map((from) => made(length, from, root)))).equals(parts!))
    const sent = rank === root ? filled(concat(all.map((to) => made(length, root, to)))) : undefined
    assert.ok(
      Buffer.from(made(length, root, rank)).equals(world.scatter(sent, { root, recv: buffer(length) }) as Uint8Array),
    )
  }
}

if (when === 'before') hide()
check(LENGTHS[0])
if (when === 'after') hide()
for (const length of LENGTHS) check(length)
const values = world.allgather({ of: rank, text: 'x'.repeat(100_000) + rank })
assert.deepEqual(
  values,
  all.map((of) => ({ of, text: 'x'.repeat(100_000) + of })),
)
world.barrier()
if (rank === 0) {
  const bytes = (name: string) => traffic().find(({ protocol }) => protocol === name)?.bytes ?? 0
  console.log(JSON.stringify({ attach: bytes('attach'), staged: bytes('staged') }))
}
