/**
 * The table of protocols, between two ranks: every message arrives whole, by the protocol that the table names.
 * Arguments: the forced protocol or `any`; `all`, `0`, `1` or `none`: which ranks forbid others to attach to them.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { alloc, free, type Protocol, Status, traffic, world } from '../../../src/mpi/index.ts'
import { setDumpable } from '../../../src/os/prctl.ts'
import { fill, isFilled, runCases } from './cases.ts'

const [, , forced, hidden] = process.argv
const { rank } = world
const isHidden = (other: number) => hidden === 'all' || hidden === `${other}`
if (isHidden(rank)) setDumpable(false)
// Nobody tries to attach before the others have hidden themselves.
world.barrier()

const KIB = 1024
const SIZES = [
  ...[1, 32, 33, 8 * KIB, 8 * KIB + 1, 16 * KIB, 16 * KIB + 1, 32 * KIB - 1, 32 * KIB, 32 * KIB + 1, 64 * KIB + 5],
  ...[256 * KIB, 256 * KIB + 1, 1024 * KIB - 1, 4096 * KIB + 1, 6_000_000],
]
const KINDS = ['arena', 'ordinary'] as const
type Kind = (typeof KINDS)[number]
const GUARD = 100
const UNTOUCHED = 0xa5

/** By which protocols a message may travel; it counts as one of the first. */
function expected(from: Kind, to: Kind, length: number): Protocol[] {
  if (length <= (forced === 'any' ? 8 * KIB : forced === 'eager' ? 16 * KIB : 0)) return ['eager']
  if (forced === 'eager' || forced === 'staged') return ['staged']
  const [pulls, pushes] = [!isHidden(0), !isHidden(1)]
  if (forced === 'push') return to === 'arena' || pushes ? ['push'] : []
  if (forced === 'attach') return pulls ? ['attach'] : pushes ? ['push'] : []
  // The sender helps, in its own way, from 32 KiB on.
  const helps = length >= 32 * KIB
  if (from === 'arena')
    return helps && to === 'ordinary' && pushes && forced === 'any' ? ['mapped', 'attach'] : ['mapped']
  if (forced === 'mapped') return to === 'arena' ? ['push'] : []
  if (pulls) return helps && to === 'arena' ? ['attach', 'mapped'] : ['attach']
  return to === 'arena' || pushes ? ['push'] : ['staged']
}

function memory(kind: Kind, length: number): Uint8Array {
  return kind === 'arena' ? alloc(Uint8Array, length) : new Uint8Array(length)
}

const sends = {
  send: (bytes: Uint8Array) => world.send(bytes, { dest: 1, tag: 1 }),
  ssend: (bytes: Uint8Array) => world.ssend(bytes, { dest: 1, tag: 1 }),
  isend: (bytes: Uint8Array) => world.isend(bytes, { dest: 1, tag: 1 }).wait(),
  'awaited issend': async (bytes: Uint8Array) => await world.issend(bytes, { dest: 1, tag: 1 }),
}
const receives = {
  recv: (into: Uint8Array) => world.recv(into, { source: 0, tag: 1 }),
  'recv after a probe': (into: Uint8Array) => {
    world.probe({ source: 0, tag: 1 })
    return world.recv(into)
  },
  'awaited irecv': async (into: Uint8Array) => await world.irecv(into, { source: 0, tag: 1 }),
  'recv without a buffer': (into: Uint8Array) => {
    const status = new Status()
    const got = world.recv({ source: 0, tag: 1, status }) as Uint8Array
    into.set(got)
    return status
  },
}
type Ways = [send: keyof typeof sends, receive: keyof typeof receives]
const WAYS: Ways[] = [
  ['send', 'recv'],
  ['ssend', 'awaited irecv'],
  ['isend', 'recv after a probe'],
  ['awaited issend', 'recv'],
  ['send', 'recv without a buffer'],
]

/** What travelled in the job so far. */
function travelled(): Map<Protocol, { messages: number; bytes: number }> {
  return new Map(traffic().map(({ protocol, messages, bytes }) => [protocol, { messages, bytes }]))
}

async function exchange(from: Kind, to: Kind, length: number, [send, receive]: Ways): Promise<void> {
  const name = `${length} bytes from ${from} to ${to} memory by ${send} and ${receive}`
  // Without a buffer the library receives into ordinary memory.
  const ways = expected(from, receive === 'recv without a buffer' ? 'ordinary' : to, length)
  const refusal = { code: 'ERR_PROTOCOL', message: /Leave --protocol away|or leave --protocol away/ }
  const before = travelled()
  world.barrier()
  if (rank === 0) {
    const bytes = fill(memory(from, length), length)
    if (ways.length > 0) await sends[send](bytes)
    else await assert.rejects(async () => await sends[send](bytes), refusal, name)
    if (from === 'arena') free(bytes)
  } else {
    const whole = memory(to, length + 2 * GUARD).fill(UNTOUCHED)
    const into = whole.subarray(GUARD, GUARD + length)
    if (ways.length > 0) {
      const { source, tag, bytes } = await receives[receive](into)
      assert.deepEqual([source, tag, bytes], [0, 1, length], name)
      assert.ok(isFilled(into, length), name)
    } else await assert.rejects(async () => await receives[receive](into), refusal, name)
    const guards = [...whole.subarray(0, GUARD), ...whole.subarray(GUARD + length)]
    assert.ok(
      guards.every((byte) => byte === UNTOUCHED),
      `${name}: a neighbour was written`,
    )
    if (to === 'arena') free(whole)
  }
  world.barrier()
  const used: string[] = []
  let all = 0
  for (const [protocol, { messages, bytes }] of travelled()) {
    const more = bytes - before.get(protocol)!.bytes
    all += more
    if (more > 0) used.push(protocol)
    // The barriers are short messages too, without bytes.
    if (protocol !== 'eager')
      assert.equal(messages - before.get(protocol)!.messages, protocol === ways[0] ? 1 : 0, name)
  }
  assert.equal(all, ways.length > 0 ? length : 0, `${name}: its bytes were counted more or less than once`)
  assert.ok(
    used.every((protocol) => ways.includes(protocol as Protocol)),
    `${name} went by ${used} and not by ${ways}`,
  )
  world.barrier()
}

/** Runs `receive` on rank 1 while rank 0, which has started its messages with `start`, is stopped and can help nobody. */
function whileStopped(start: () => { wait(): void }, receive: () => void): void {
  if (rank === 0) {
    world.send(process.pid, { dest: 1, tag: 2 })
    const request = start()
    process.kill(process.pid, 'SIGSTOP')
    request.wait()
  } else {
    const pid = world.recv({ source: 0, tag: 2 }) as number
    while (!/^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')));
    try {
      receive()
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  }
}

const cases: Record<string, () => unknown> = {}
for (const from of KINDS) {
  for (const to of KINDS) {
    cases[`messages from ${from} to ${to} memory`] = async () => {
      const sizes = forced === 'any' ? SIZES : SIZES.filter((length) => length < 2 ** 20)
      for (const length of sizes) for (const ways of WAYS) await exchange(from, to, length, ways)
    }
  }
}
for (const from of KINDS) {
  for (const length of forced === 'any' ? [20_000, 1_000_000] : []) {
    if (expected(from, 'ordinary', length)[0] !== (from === 'arena' ? 'mapped' : 'attach')) continue
    cases[`${length} bytes from ${from} memory arrive without their sender, and borrowed ones are seen`] = () => {
      const bytes = fill(memory(from, length), 5)
      for (const to of KINDS) {
        const into = memory(to, length)
        whileStopped(
          () => world.isend(bytes, { dest: 1, tag: 3 }),
          () => {
            world.recv(into, { source: 0, tag: 3 })
            assert.ok(isFilled(into, 5))
          },
        )
      }
      whileStopped(
        () => world.isend(bytes, { dest: 1, tag: 4 }),
        () => {
          using loan = world.borrow({ source: 0, tag: 4 })
          assert.equal(loan.borrowed, from === 'arena')
          assert.ok(isFilled(loan.view as Uint8Array, 5))
        },
      )
    }
  }
}
cases['long messages cross each other, both ways at once'] = () => {
  for (const from of KINDS) {
    for (const to of KINDS) {
      if (expected(from, to, 3_000_000).length === 0) continue
      const [out, into] = [fill(memory(from, 3_000_000), rank), memory(to, 3_000_000)]
      for (let round = 0; round < 5; round++) {
        world.sendrecv({ send: out, dest: 1 - rank, recv: into.fill(0), source: 1 - rank })
        assert.ok(isFilled(into, 1 - rank), `${from} to ${to}`)
      }
    }
  }
}
await runCases(cases)
