import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { copy } from '../../../src/index.ts'
import { processors } from '../../../src/os/affinity.ts'
import { tryIoUring } from '../../../src/os/io-uring-probe.ts'
import { startRegionOwner } from '../start-region-owner.ts'

const count = processors().length
const refused = tryIoUring()
/** Where proc_pid_stat(5) has a thread's policy, counted behind its name. */
const POLICY = 38
const SCHED_BATCH = '3'

test("the kernel's threads keep off one processor, which is the caller's, and do not interrupt others", {
  skip: refused ?? (count < 2 && 'needs two processors'),
}, async () => {
  await using owner = await startRegionOwner('ww')
  const cookie = await owner.region('read')
  assert.equal(await copy({ from: cookie, to: new Uint8Array(100) }, { engine: 'io_uring' }), 100)
  const threads = readdirSync('/proc/self/task')
    .map((tid) => `/proc/self/task/${tid}`)
    .filter((path) => readFileSync(`${path}/comm`, 'utf8').startsWith('iou-wrk'))
  const policies = threads.map((path) => readFileSync(`${path}/stat`, 'utf8').split(') ')[1].split(' ')[POLICY])
  assert.ok(policies.includes(SCHED_BATCH), String(policies))
  for (const path of threads) {
    const [, list] = /^Cpus_allowed_list:\t(.*)$/m.exec(readFileSync(`${path}/status`, 'utf8'))!
    assert.equal(numbersOf(list).length, count - 1)
  }
})

/** `0-2,5` as the kernel writes lists. */
function numbersOf(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [first, last = first] = part.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}
