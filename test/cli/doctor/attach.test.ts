import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AttachSettings, attachFinding, readAttachSettings } from '../../../src/cli/doctor/attach.ts'
import type { AttachProbe } from '../../../src/cli/doctor/attach-probe.ts'
import { reader } from './reader.ts'

const PERMITTED: AttachProbe = { self: null, child: null, stranger: null, rank: null, dumpable: true }
const DENIED: AttachProbe = { self: null, child: 'EPERM', stranger: 'EPERM', rank: 'EPERM', dumpable: true }
const PLAIN: AttachSettings = { yama: null, seccomp: 0, sysPtrace: false, userNamespace: false }

test('readAttachSettings() reads Yama, seccomp, the capability and the user namespace', () => {
  const read = reader({
    '/proc/sys/kernel/yama/ptrace_scope': '1\n',
    '/proc/self/status': 'CapEff:\t00000000a80c25fb\nSeccomp:\t2\n',
    '/proc/self/uid_map': '0 100000 65536\n',
  })
  assert.deepEqual(readAttachSettings(read), { yama: 1, seccomp: 2, sysPtrace: true, userNamespace: true })
  assert.deepEqual(readAttachSettings(reader({})), {
    yama: null,
    seccomp: null,
    sysPtrace: false,
    userNamespace: false,
  })
})

test('attachFinding() is ok where all is permitted, without Yama and with its scope 0', () => {
  const without = attachFinding(PERMITTED, PLAIN)
  assert.equal(without.status, 'ok')
  assert.match(without.why, /Yama is not in this kernel, no seccomp filter is active, CAP_SYS_PTRACE is not held/)
  assert.match(without.effect, /process_vm_readv: one copy/)
  assert.deepEqual(without.change, [])
  const scope0 = attachFinding(PERMITTED, { ...PLAIN, yama: 0 })
  assert.equal(scope0.status, 'ok')
  assert.match(scope0.why, /ptrace_scope is 0 \(processes of one user may/)
})

test('attachFinding() is limited to ranks and descendants by Yama 1', () => {
  const finding = attachFinding({ ...PERMITTED, stranger: 'EPERM' }, { ...PLAIN, yama: 1 })
  assert.equal(finding.status, 'limited')
  assert.match(finding.why, /ptrace_scope is 1/)
  assert.match(finding.effect, /process_vm_readv: one copy.*PR_SET_PTRACER.*attach\(pid\) reaches descendants/)
  assert.equal(finding.change[0].command, 'sysctl kernel.yama.ptrace_scope=0')
})

test('attachFinding() asks for the capability or another scope where Yama is 2', () => {
  const finding = attachFinding(DENIED, { ...PLAIN, yama: 2 })
  assert.equal(finding.status, 'no')
  assert.match(finding.found, /EPERM/)
  assert.match(finding.why, /^Yama asks for CAP_SYS_PTRACE\. kernel\.yama\.ptrace_scope is 2/)
  assert.match(finding.effect, /staged through the arena: two copies.*attach\(pid\) fails with EPERM\.$/)
  assert.deepEqual(
    finding.change.map(({ command }) => command),
    ['sysctl kernel.yama.ptrace_scope=1', 'docker run --cap-add=SYS_PTRACE …'],
  )
})

test('attachFinding() is ok under Yama 2 for whoever holds the capability', () => {
  const finding = attachFinding(PERMITTED, { ...PLAIN, yama: 2, sysPtrace: true })
  assert.equal(finding.status, 'ok')
  assert.match(finding.why, /CAP_SYS_PTRACE is held/)
})

test('attachFinding() says that Yama 3 lasts until the next boot', () => {
  const finding = attachFinding(DENIED, { ...PLAIN, yama: 3, sysPtrace: true })
  assert.equal(finding.status, 'no')
  assert.match(finding.why, /forbids attaching to everybody.*until the next boot/)
  assert.match(finding.change[0].command, /ptrace_scope = 1' > \/etc\/sysctl\.d\//)
  assert.match(finding.change[0].note, /reboot/)
})

test('attachFinding() blames the seccomp filter when the call itself fails', () => {
  const finding = attachFinding({ ...DENIED, self: 'EPERM' }, { ...PLAIN, seccomp: 2 })
  assert.equal(finding.status, 'no')
  assert.match(finding.found, /even on a process's own memory: EPERM/)
  assert.match(finding.why, /^A seccomp filter is active.*forbids the call/)
  assert.equal(finding.change[0].command, 'docker run --cap-add=SYS_PTRACE …')
})

test('attachFinding() blames the kernel when the call is missing without a filter', () => {
  const finding = attachFinding({ ...DENIED, self: 'ENOSYS' }, PLAIN)
  assert.equal(finding.status, 'no')
  assert.match(finding.why, /CONFIG_CROSS_MEMORY_ATTACH/)
  assert.match(finding.effect, /attach\(pid\) fails with ENOSYS/)
  assert.deepEqual(finding.change, [])
})

test('attachFinding() does not blame a filter that lets the call through', () => {
  const finding = attachFinding(PERMITTED, { ...PLAIN, seccomp: 2 })
  assert.equal(finding.status, 'ok')
  assert.match(finding.why, /a seccomp filter is active and lets the call through/)
})

test('attachFinding() names the executable that cannot be read', () => {
  const finding = attachFinding({ ...DENIED, dumpable: false }, { ...PLAIN, yama: 1 })
  assert.equal(finding.status, 'no')
  assert.match(finding.why, /executable the user may run but not read.*processes are not dumpable/)
  assert.equal(finding.change[0].command, `chmod a+r '${process.execPath}'`)
})

test('attachFinding() says so where Yama 1 denies what was permitted', () => {
  const finding = attachFinding({ ...DENIED, child: null }, { ...PLAIN, yama: 1 })
  assert.match(finding.why, /did not heed prctl\(PR_SET_PTRACER\)/)
  assert.match(finding.effect, /attach\(pid\) reaches descendants of the caller only\.$/)
  assert.equal(finding.change[0].command, 'sysctl kernel.yama.ptrace_scope=0')
})

test('attachFinding() suspects a security module when nothing else explains it', () => {
  const finding = attachFinding(DENIED, PLAIN)
  assert.match(finding.why, /a security module \(SELinux, AppArmor\)/)
  assert.equal(finding.change[0].command, 'setsebool deny_ptrace off')
})

test('attachFinding() does not blame Yama 2 where the capability is held', () => {
  const finding = attachFinding(DENIED, { ...PLAIN, yama: 2, sysPtrace: true })
  assert.match(finding.why, /^No setting that crossmem knows explains it/)
  assert.equal(finding.change[0].command, 'setsebool deny_ptrace off')
})

test('attachFinding() says how far a user namespace reaches', () => {
  const finding = attachFinding(PERMITTED, { ...PLAIN, userNamespace: true })
  assert.match(finding.why, /processes outside of it are out of reach/)
  assert.match(finding.effect, /processes of this user in this user namespace\./)
})

test('attachFinding() gives programs all that was tried and read', () => {
  assert.deepEqual(attachFinding(PERMITTED, PLAIN).facts, { ...PERMITTED, ...PLAIN })
})
