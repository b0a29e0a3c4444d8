import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FuseProbe, fuseFinding } from '../../../src/cli/doctor/fuse.ts'
import { reader } from './reader.ts'

const ROOT: FuseProbe = { device: null, mount: null, helper: null, helperIsRoot: false }
const USER: FuseProbe = { device: null, mount: 'EPERM', helper: '/usr/bin/fusermount3', helperIsRoot: true }
const plain = reader({ '/proc/self/status': 'NoNewPrivs:\t0\n' })

test('fuseFinding() is ok for whoever may mount', () => {
  const finding = fuseFinding(ROOT, plain)
  assert.equal(finding.status, 'ok')
  assert.match(finding.found, /mount\(2\) is permitted/)
})

test('fuseFinding() is ok for an ordinary user by fusermount3', () => {
  const finding = fuseFinding(USER, plain)
  assert.equal(finding.status, 'ok')
  assert.match(finding.found, /\/usr\/bin\/fusermount3 mounts for this user/)
})

test('fuseFinding() is limited where fusermount3 is missing, not of root, or powerless', () => {
  const missing = fuseFinding({ ...USER, helper: null, helperIsRoot: false }, plain)
  assert.equal(missing.status, 'limited')
  assert.match(missing.why, /CAP_SYS_ADMIN.*is not installed/)
  const common = fuseFinding({ ...USER, helperIsRoot: false }, plain)
  assert.equal(common.status, 'limited')
  assert.match(common.why, /not a set-user-ID program of root/)
  const powerless = fuseFinding(USER, reader({ '/proc/self/status': 'NoNewPrivs:\t1\n' }))
  assert.equal(powerless.status, 'limited')
  assert.match(powerless.why, /no_new_privs/)
})

test('fuseFinding() is no where the device cannot be opened, and says why', () => {
  const why = (device: string) => {
    const finding = fuseFinding({ ...ROOT, device }, plain)
    assert.equal(finding.status, 'no')
    assert.match(finding.found, new RegExp(`cannot be opened: ${device}`))
    return finding.why
  }
  assert.match(why('ENOENT'), /device is missing/)
  assert.match(why('EPERM'), /control group/)
  assert.match(why('EACCES'), /no right to the device/)
})
