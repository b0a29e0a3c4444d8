import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ffiFinding } from '../../../src/cli/doctor/ffi.ts'
import { architectureFinding, linuxFinding, nodeFinding } from '../../../src/cli/doctor/runtime.ts'

test('linuxFinding() says on other systems that crossmem needs Linux', () => {
  const finding = linuxFinding('darwin', '23.1.0')
  assert.equal(finding.status, 'no')
  assert.match(finding.found, /darwin/)
  assert.match(finding.why, /only Linux has/)
})

test('linuxFinding() is limited by a kernel before 5.14', () => {
  assert.equal(linuxFinding('linux', '6.1.0-13-amd64').status, 'ok')
  assert.equal(linuxFinding('linux', '5.14.0').status, 'ok')
  assert.equal(linuxFinding('linux', '5.4.0-150-generic').status, 'limited')
  assert.equal(linuxFinding('linux', '4.19.0').status, 'limited')
})

test('nodeFinding() is limited by a version before 20.19', () => {
  assert.equal(nodeFinding('v20.19.0', false).status, 'ok')
  assert.equal(nodeFinding('v22.1.0', false).status, 'ok')
  assert.equal(nodeFinding('v20.18.1', false).status, 'limited')
  assert.equal(nodeFinding('v18.20.0', false).status, 'limited')
})

test('nodeFinding() says which programs run without a loader', () => {
  assert.match(nodeFinding('v24.0.0', true).effect, /JavaScript and TypeScript programs\.$/)
  assert.match(nodeFinding('v20.19.0', false).effect, /with a loader/)
})

test('architectureFinding() knows two architectures', () => {
  assert.equal(architectureFinding('x64').status, 'ok')
  assert.equal(architectureFinding('arm64').status, 'ok')
  assert.equal(architectureFinding('riscv64').status, 'no')
})

test('ffiFinding() tells why koffi does not load, and how to get it', () => {
  const finding = ffiFinding(null, 'Cannot find module')
  assert.equal(finding.status, 'no')
  assert.match(finding.why, /Cannot find module/)
  assert.match(finding.change[0].command, /--include=optional/)
  assert.equal(ffiFinding('3.3.4').status, 'ok')
})
