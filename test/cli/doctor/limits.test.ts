import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressSpaceFinding } from '../../../src/cli/doctor/address-space.ts'
import { checkLockedMemory } from '../../../src/cli/doctor/locked-memory.ts'
import { checkOpenFiles } from '../../../src/cli/doctor/open-files.ts'
import { reader } from './reader.ts'

function limits(line: string): Record<string, string> {
  return { '/proc/self/limits': `${line}\n` }
}

const UNLIMITED = limits('Max address space         unlimited            unlimited            bytes')
const SIX_GIB = limits('Max address space         6442450944           6442450944           bytes')

test('addressSpaceFinding() is ok when everything was mapped, limited or not', () => {
  assert.equal(addressSpaceFinding(reader(UNLIMITED), null).status, 'ok')
  assert.equal(addressSpaceFinding(reader(SIX_GIB), null).status, 'ok')
})

test('addressSpaceFinding() tells of the limit that kept the workbench away', () => {
  const finding = addressSpaceFinding(reader(SIX_GIB), 'workbench')
  assert.equal(finding.status, 'limited')
  assert.match(finding.why, /limited to 6 GiB \(RLIMIT_AS\)/)
  assert.match(finding.effect, /arenas are read and written as files/)
  assert.deepEqual(
    finding.change.map(({ command }) => command),
    ['ulimit -v unlimited'],
  )
  assert.deepEqual(finding.facts, { soft: 6442450944, hard: 6442450944, misfit: 'workbench' })
})

test('addressSpaceFinding() is no when not even the segment fits', () => {
  const finding = addressSpaceFinding(reader(SIX_GIB), 'segment')
  assert.equal(finding.status, 'no')
  assert.match(finding.effect, /ERR_ADDRESS_SPACE/)
})

test('addressSpaceFinding() blames strict counting where no limit is set', () => {
  const finding = addressSpaceFinding(reader({ ...UNLIMITED, '/proc/sys/vm/overcommit_memory': '2\n' }), 'workbench')
  assert.match(finding.why, /vm\.overcommit_memory is 2/)
  assert.equal(finding.change[0].command, 'sysctl vm.overcommit_memory=0')
})

test('addressSpaceFinding() proposes a smaller heap when only the heap does not fit', () => {
  const finding = addressSpaceFinding(reader(SIX_GIB), 'heap')
  assert.equal(finding.status, 'limited')
  assert.match(finding.found, /no room for a rank's heap/)
  assert.ok(finding.change.some(({ command }) => command.includes('--heap')))
})

test('checkOpenFiles() is ok for an ordinary limit and for none', () => {
  const ordinary = checkOpenFiles(
    reader(limits('Max open files            1024                 524288               files')),
  )
  assert.equal(ordinary.status, 'ok')
  assert.match(ordinary.effect, /some 240 ranks/)
  const none = checkOpenFiles(
    reader(limits('Max open files            unlimited            unlimited            files')),
  )
  assert.equal(none.status, 'ok')
  assert.match(none.effect, /Any number/)
})

test('checkOpenFiles() is limited when few ranks can have their descriptors', () => {
  const finding = checkOpenFiles(
    reader(limits('Max open files            128                  128                  files')),
  )
  assert.equal(finding.status, 'limited')
  assert.match(finding.effect, /some 16 ranks/)
  assert.match(finding.change[0].command, /^ulimit -n/)
})

test('checkLockedMemory() tells the limit, which matters to nobody', () => {
  const finding = checkLockedMemory(
    reader(limits('Max locked memory         65536                unlimited            bytes')),
  )
  assert.equal(finding.status, 'ok')
  assert.match(finding.found, /64 KiB/)
  assert.deepEqual(finding.facts, { soft: 65536, hard: 'unlimited' })
})
