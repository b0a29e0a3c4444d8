import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryLimit, processorQuota } from '../../../src/cli/doctor/cgroup.ts'
import { reader } from './reader.ts'

const V2 = {
  '/proc/self/cgroup': '0::/user.slice/job\n',
  '/proc/self/mountinfo':
    '22 1 0:20 / /proc rw shared:5 - proc proc rw\n30 1 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw,nsdelegate\n',
}

const V1 = {
  '/proc/self/cgroup': '4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n',
  '/proc/self/mountinfo':
    '40 1 0:31 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n' +
    '41 1 0:32 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu,cpuacct\n',
}

test('processorQuota() is infinite without control groups and without quotas', () => {
  assert.equal(processorQuota(reader({})), Number.POSITIVE_INFINITY)
  assert.equal(processorQuota(reader(V2)), Number.POSITIVE_INFINITY)
  const read = reader({ ...V2, '/sys/fs/cgroup/user.slice/job/cpu.max': 'max 100000\n' })
  assert.equal(processorQuota(read), Number.POSITIVE_INFINITY)
})

test('processorQuota() takes the tightest quota from the own group up to the mount point', () => {
  const read = reader({
    ...V2,
    '/sys/fs/cgroup/user.slice/job/cpu.max': '400000 100000\n',
    '/sys/fs/cgroup/user.slice/cpu.max': '150000 100000\n',
  })
  assert.equal(processorQuota(read), 1.5)
})

test('processorQuota() finds a container of version 1, whose group is its mount point', () => {
  const files = { ...V1, '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n' }
  assert.equal(processorQuota(reader({ ...files, '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '50000\n' })), 0.5)
  const unlimited = reader({ ...files, '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n' })
  assert.equal(processorQuota(unlimited), Number.POSITIVE_INFINITY)
})

test('processorQuota() looks below the mount point for a group within the container', () => {
  const read = reader({
    ...V1,
    '/proc/self/cgroup': '3:cpu,cpuacct:/docker/abc/job\n',
    '/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us': '300000\n',
    '/sys/fs/cgroup/cpu/job/cpu.cfs_period_us': '100000\n',
  })
  assert.equal(processorQuota(read), 3)
})

test('processorQuota() looks at the mount point alone when the path leads out of it', () => {
  const read = reader({
    ...V1,
    '/proc/self/cgroup': '3:cpu,cpuacct:/docker/other\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    '/sys/fs/cgroup/other/cpu.cfs_quota_us': '100000\n',
    '/sys/fs/cgroup/other/cpu.cfs_period_us': '100000\n',
  })
  assert.equal(processorQuota(read), 2)
})

test('memoryLimit() counts file pages that can be dropped as left', () => {
  const read = reader({
    ...V2,
    '/sys/fs/cgroup/user.slice/job/memory.max': '1000\n',
    '/sys/fs/cgroup/user.slice/job/memory.current': '700\n',
    '/sys/fs/cgroup/user.slice/job/memory.stat': 'anon 100\ninactive_file 50\n',
  })
  assert.deepEqual(memoryLimit(read), { limit: 1000, left: 350 })
})

test('memoryLimit() tells the tightest limit and the least that is left, of whichever group', () => {
  const read = reader({
    ...V2,
    '/sys/fs/cgroup/user.slice/job/memory.max': '1000\n',
    '/sys/fs/cgroup/user.slice/job/memory.current': '100\n',
    '/sys/fs/cgroup/user.slice/memory.max': '5000\n',
    '/sys/fs/cgroup/user.slice/memory.current': '4990\n',
  })
  assert.deepEqual(memoryLimit(read), { limit: 1000, left: 10 })
})

test("memoryLimit() takes version 1's largest number for no limit", () => {
  const read = reader({
    ...V1,
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': '700\n',
  })
  assert.deepEqual(memoryLimit(read), { limit: Number.POSITIVE_INFINITY, left: Number.POSITIVE_INFINITY })
})

test('memoryLimit() reads a limit of version 1', () => {
  const read = reader({
    ...V1,
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '1000\n',
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': '700\n',
    '/sys/fs/cgroup/memory/memory.stat': 'total_inactive_file 20\n',
  })
  assert.deepEqual(memoryLimit(read), { limit: 1000, left: 320 })
})
