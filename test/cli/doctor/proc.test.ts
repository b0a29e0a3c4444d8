import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bytesField,
  CAPABILITY,
  field,
  hasCapability,
  isInUserNamespace,
  limit,
  limitFact,
  numberField,
  readNumber,
  readText,
} from '../../../src/cli/doctor/proc.ts'
import { reader } from './reader.ts'

const STATUS = 'Name:\tnode\nSeccomp:\t2\nSeccomp_filters:\t1\nCpus_allowed_list:\t0-3,8\nCapEff:\t0000000000080000\n'

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units
Max open files            1024                 524288               files
Max locked memory         8388608              unlimited            bytes
`

test('readText() gives null for a file that is missing', () => {
  assert.equal(readText('/proc/self/no-such-file'), null)
  assert.match(readText('/proc/self/status')!, /^Name:/)
})

test('readNumber() gives null for what is no whole number', () => {
  const read = reader({ '/one': '1\n', '/minus': '-1\n', '/word': 'max\n', '/empty': '' })
  assert.equal(readNumber(read, '/one'), 1)
  assert.equal(readNumber(read, '/minus'), -1)
  assert.equal(readNumber(read, '/word'), null)
  assert.equal(readNumber(read, '/empty'), null)
  assert.equal(readNumber(read, '/missing'), null)
})

test('field() finds a line by its whole name', () => {
  assert.equal(field(STATUS, 'Seccomp'), '2')
  assert.equal(field(STATUS, 'Cpus_allowed_list'), '0-3,8')
  assert.equal(field(STATUS, 'Sec'), null)
  assert.equal(field(null, 'Seccomp'), null)
})

test('numberField() and bytesField() take only what has their form', () => {
  assert.equal(numberField(STATUS, 'Seccomp'), 2)
  assert.equal(numberField(STATUS, 'Name'), null)
  assert.equal(bytesField('MemTotal:       24684092 kB\n', 'MemTotal'), 24684092 * 1024)
  assert.equal(bytesField('HugePages_Total:       7\n', 'HugePages_Total'), null)
})

test('hasCapability() looks at the one bit of the effective set', () => {
  assert.equal(hasCapability(STATUS, CAPABILITY.SYS_PTRACE), true)
  assert.equal(hasCapability('CapPrm:\t0000000000080000\nCapEff:\tfffffffffff7ffff\n', CAPABILITY.SYS_PTRACE), false)
  assert.equal(hasCapability(null, CAPABILITY.SYS_PTRACE), false)
})

test('isInUserNamespace() knows the mapping of the first namespace', () => {
  assert.equal(isInUserNamespace('         0          0 4294967295\n'), false)
  assert.equal(isInUserNamespace('         0       1000          1\n'), true)
  assert.equal(isInUserNamespace(null), false)
})

test('limit() reads the soft and the hard limit', () => {
  assert.deepEqual(limit(LIMITS, 'Max open files'), { soft: 1024, hard: 524288 })
  assert.deepEqual(limit(LIMITS, 'Max locked memory'), { soft: 8388608, hard: Number.POSITIVE_INFINITY })
  assert.equal(limit(LIMITS, 'Max address space'), null)
  assert.equal(limit(null, 'Max open files'), null)
})

test('limitFact() writes infinity as a word', () => {
  assert.equal(limitFact(Number.POSITIVE_INFINITY), 'unlimited')
  assert.equal(limitFact(5), 5)
  assert.equal(limitFact(null), null)
})
