import assert from 'node:assert/strict'
import { test } from 'node:test'
import { userfaultfdFinding } from '../../../src/cli/doctor/userfaultfd.ts'
import { reader } from './reader.ts'

const unprivileged = (value: number) => ({ '/proc/sys/vm/unprivileged_userfaultfd': `${value}\n` })

test('userfaultfdFinding() is ok when all faults can be served', () => {
  const finding = userfaultfdFinding({ all: null, userOnly: null }, reader(unprivileged(1)))
  assert.equal(finding.status, 'ok')
  assert.match(finding.why, /unprivileged_userfaultfd is 1\.$/)
})

test('userfaultfdFinding() is limited to faults of programs without the capability', () => {
  const finding = userfaultfdFinding({ all: 'EPERM', userOnly: null }, reader(unprivileged(0)))
  assert.equal(finding.status, 'limited')
  assert.match(finding.why, /is 0: it takes CAP_SYS_PTRACE/)
})

test('userfaultfdFinding() blames a filter or the kernel when nothing works', () => {
  const both = { all: 'ENOSYS', userOnly: 'ENOSYS' }
  assert.equal(userfaultfdFinding(both, reader({})).status, 'no')
  assert.match(userfaultfdFinding(both, reader({})).why, /built without/)
  assert.match(userfaultfdFinding(both, reader({ '/proc/self/status': 'Seccomp:\t2\n' })).why, /seccomp/)
})
