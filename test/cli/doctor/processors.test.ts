import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkProcessors } from '../../../src/cli/doctor/processors.ts'
import { reader } from './reader.ts'

const GROUP = {
  '/proc/self/cgroup': '0::/\n',
  '/proc/self/mountinfo': '30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
}

test('checkProcessors() counts the ranges of the affinity mask', () => {
  const finding = checkProcessors(reader({ '/proc/self/status': 'Cpus_allowed_list:\t0-3,8,10-11\n' }))
  assert.equal(finding.status, 'ok')
  assert.match(finding.found, /^7 processors may be used: 0-3,8,10-11/)
  assert.match(finding.effect, /Up to 7 ranks/)
  assert.deepEqual(finding.facts, { allowed: 7, list: '0-3,8,10-11', quota: 'unlimited' })
})

test('checkProcessors() is limited on one processor', () => {
  const finding = checkProcessors(reader({ '/proc/self/status': 'Cpus_allowed_list:\t5\n' }))
  assert.equal(finding.status, 'limited')
  assert.match(finding.effect, /take turns/)
})

test('checkProcessors() is limited by a quota below the affinity', () => {
  const status = { '/proc/self/status': 'Cpus_allowed_list:\t0-7\n' }
  const finding = checkProcessors(reader({ ...GROUP, ...status, '/sys/fs/cgroup/cpu.max': '250000 100000\n' }))
  assert.equal(finding.status, 'limited')
  assert.match(finding.found, /8 processors may be used, but only 2\.5 processors' worth/)
  assert.match(finding.why, /cpu\.max/)
  assert.equal(finding.change[0].command, 'crossmem run -n 2 …')
  assert.equal(finding.facts.quota, 2.5)
})

test('checkProcessors() does not mind a quota that the affinity keeps within', () => {
  const status = { '/proc/self/status': 'Cpus_allowed_list:\t0-1\n' }
  const finding = checkProcessors(reader({ ...GROUP, ...status, '/sys/fs/cgroup/cpu.max': '400000 100000\n' }))
  assert.equal(finding.status, 'ok')
})
