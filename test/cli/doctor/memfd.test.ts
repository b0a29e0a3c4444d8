import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { checkMemfd, memfdFinding } from '../../../src/cli/doctor/memfd.ts'
import { SystemError } from '../../../src/errors.ts'

function failure(code: string, syscall: string): SystemError {
  return new SystemError(code, 1, syscall, `${syscall}('x') failed: ${code}`)
}

test('checkMemfd() shares memory on this machine and leaves no descriptor', () => {
  const before = readdirSync('/proc/self/fd').length
  assert.equal(checkMemfd().status, 'ok')
  assert.equal(readdirSync('/proc/self/fd').length, before)
})

test('memfdFinding() explains each error', () => {
  const filtered = memfdFinding(failure('EPERM', 'memfd_create'))
  assert.equal(filtered.status, 'no')
  assert.match(filtered.why, /memfd_create\('x'\) failed: EPERM\. A seccomp filter/)
  assert.match(filtered.change[0].note, /allows memfd_create/)
  const sealed = memfdFinding(failure('EACCES', 'memfd_create'))
  assert.match(sealed.why, /vm\.memfd_noexec is 2/)
  assert.equal(sealed.change[0].command, 'sysctl vm.memfd_noexec=1')
  assert.match(memfdFinding(failure('ENOSYS', 'memfd_create')).why, /older than 3\.17/)
  assert.match(memfdFinding(failure('ENOMEM', 'fallocate')).why, /no memory left for fallocate/)
})
