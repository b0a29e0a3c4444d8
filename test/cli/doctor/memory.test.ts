import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkMemory } from '../../../src/cli/doctor/memory.ts'
import { checkOvercommit } from '../../../src/cli/doctor/overcommit.ts'
import { reader } from './reader.ts'

const GIB_IN_KB = 2 ** 20
const GROUP = {
  '/proc/self/cgroup': '0::/\n',
  '/proc/self/mountinfo': '30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
}

function machine(total: number, available: number): Record<string, string> {
  return { '/proc/meminfo': `MemTotal: ${total * GIB_IN_KB} kB\nMemAvailable: ${available * GIB_IN_KB} kB\n` }
}

test('checkMemory() counts the heaps that fit', () => {
  const finding = checkMemory(reader(machine(16, 12)))
  assert.equal(finding.status, 'ok')
  assert.match(finding.found, /^12 GiB/)
  assert.match(finding.effect, /12 full ones fit/)
  assert.equal(finding.facts.available, 12 * 2 ** 30)
  assert.equal(finding.facts.groupLimit, 'unlimited')
})

test('checkMemory() is limited when two heaps do not fit', () => {
  const finding = checkMemory(reader(machine(16, 1)))
  assert.equal(finding.status, 'limited')
  assert.deepEqual(
    finding.change.map(({ command }) => command),
    ['crossmem run --heap 256M …'],
  )
})

test('checkMemory() takes what a control group leaves', () => {
  const read = reader({
    ...GROUP,
    ...machine(16, 12),
    '/sys/fs/cgroup/memory.max': `${2 ** 30}\n`,
    '/sys/fs/cgroup/memory.current': `${2 ** 28}\n`,
  })
  const finding = checkMemory(read)
  assert.equal(finding.status, 'limited')
  assert.match(finding.found, /^768 MiB/)
  assert.match(finding.why, /limited to 1 GiB \(memory\.max\), 768 MiB of it/)
  assert.ok(finding.change.some(({ command }) => command.startsWith('docker run --memory')))
})

test('checkOvercommit() is ok where memory counts when it is touched', () => {
  for (const mode of ['0', '1']) {
    const finding = checkOvercommit(reader({ '/proc/sys/vm/overcommit_memory': `${mode}\n` }))
    assert.equal(finding.status, 'ok')
    assert.match(finding.why, new RegExp(`is ${mode}`))
  }
})

test('checkOvercommit() tells what is left to promise where the kernel counts strictly', () => {
  const finding = checkOvercommit(
    reader({
      '/proc/sys/vm/overcommit_memory': '2\n',
      '/proc/meminfo': `CommitLimit: ${8 * GIB_IN_KB} kB\nCommitted_AS: ${3 * GIB_IN_KB} kB\n`,
    }),
  )
  assert.equal(finding.status, 'limited')
  assert.match(finding.found, /5 GiB left to promise/)
  assert.equal(finding.change[0].command, 'sysctl vm.overcommit_memory=0')
})
