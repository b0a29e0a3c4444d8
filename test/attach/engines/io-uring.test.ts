import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { copy } from '../../../src/index.ts'
import { processors } from '../../../src/os/affinity.ts'
import { tryIoUring } from '../../../src/os/io-uring-probe.ts'
import { startRegionOwner } from '../start-region-owner.ts'

const count = processors().length
const refused = tryIoUring()

test("the kernel's threads keep off one processor, which is the caller's", {
  skip: refused ?? (count < 2 && 'needs two processors'),
}, async () => {
  await using owner = await startRegionOwner('ww')
  const cookie = await owner.region('read')
  assert.equal(await copy({ from: cookie, to: new Uint8Array(100) }, { engine: 'io_uring' }), 100)
  const threads = readdirSync('/proc/self/task')
    .map((tid) => readFileSync(`/proc/self/task/${tid}/status`, 'utf8'))
    .filter((status) => /^Name:\tiou-wrk/m.test(status))
  assert.ok(threads.length > 0)
  for (const status of threads)
    assert.equal(numbersOf(/^Cpus_allowed_list:\t(.*)$/m.exec(status)![1]).length, count - 1)
})

/** `0-2,5` as the kernel writes lists. */
function numbersOf(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [first, last = first] = part.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}
