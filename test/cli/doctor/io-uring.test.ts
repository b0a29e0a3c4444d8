import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ioUringFinding } from '../../../src/cli/doctor/io-uring.ts'
import { reader } from './reader.ts'

const disabled = (value: number) => ({ '/proc/sys/kernel/io_uring_disabled': `${value}\n` })

test('ioUringFinding() is ok when a ring was made', () => {
  const finding = ioUringFinding(null, reader(disabled(0)))
  assert.equal(finding.status, 'ok')
  assert.deepEqual(finding.facts, { error: null, disabled: 0 })
})

test('ioUringFinding() names the setting that forbids it', () => {
  assert.match(ioUringFinding('EPERM', reader(disabled(2))).why, /io_uring_disabled is 2: nobody/)
  assert.match(ioUringFinding('EPERM', reader(disabled(1))).why, /is 1: it takes CAP_SYS_ADMIN, or the group/)
})

test('ioUringFinding() blames a filter, the kernel or the limit of locked memory', () => {
  const filtered = reader({ ...disabled(0), '/proc/self/status': 'Seccomp:\t2\n' })
  assert.equal(ioUringFinding('EPERM', filtered).status, 'no')
  assert.match(ioUringFinding('EPERM', filtered).why, /seccomp/)
  assert.match(ioUringFinding('ENOSYS', reader({})).why, /older than 5\.1/)
  assert.match(ioUringFinding('ENOMEM', reader({})).why, /ulimit -l/)
  assert.match(ioUringFinding('EACCES', reader({})).why, /security module/)
})
