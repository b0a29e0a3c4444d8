import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CrossmemError } from '../../src/errors.ts'
import { classOfCode, ErrorClass } from '../../src/mpi/error-class.ts'
import {
  addErrorClass,
  addErrorCode,
  addErrorString,
  errorClassOf,
  errorString,
  LAST_CODE,
  lastUsedCode,
  removeErrorClass,
  removeErrorCode,
  removeErrorString,
  UserError,
} from '../../src/mpi/error-codes.ts'

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
const source = readFileSync(new URL('../../../src/mpi/error-class.ts', import.meta.url), 'utf8')
const NOT_A_CODE = { code: 'ERR_ERROR_CODE' }

test('errorClassOf() tells the class of what was thrown, and OTHER of what has none', () => {
  assert.equal(errorClassOf(new CrossmemError('ERR_TRUNCATED', '')), ErrorClass.TRUNCATE)
  assert.equal(errorClassOf(new CrossmemError('ERR_FUSE', '')), ErrorClass.OTHER)
  for (const thrown of [new Error('mine'), 'words', null, undefined]) {
    assert.equal(errorClassOf(thrown), ErrorClass.OTHER)
  }
})

test('classOfCode() knows no code that docs/errors.md does not', () => {
  const codes = [...source.matchAll(/^ {2}(E[A-Z_]+): ErrorClass/gm)].map(([, code]) => code)
  assert.ok(codes.length > 20)
  for (const code of codes) assert.ok(page.includes(`\`${code}\``), code)
  assert.ok(codes.every((code) => classOfCode(code) !== ErrorClass.OTHER))
})

test('errorString() says something of each class, and of what was added what addErrorString() has said', () => {
  for (const [name, errorClass] of Object.entries(ErrorClass)) {
    assert.ok(errorString(errorClass).includes(name), name)
    assert.equal(errorClassOf(errorClass), errorClass)
  }
  const added = addErrorClass()
  assert.equal(errorString(added), '')
  addErrorString(added, 'mine')
  assert.equal(errorString(added), 'mine')
  removeErrorString(added)
  assert.equal(errorString(added), '')
})

test('addErrorCode() gives codes in classes of MPI and in added ones', () => {
  const mine = addErrorClass()
  const code = addErrorCode(mine)
  assert.ok(mine > LAST_CODE && code !== mine)
  assert.equal(lastUsedCode(), code)
  assert.equal(errorClassOf(code), mine)
  assert.equal(errorClassOf(new UserError(code)), mine)
  assert.equal(errorClassOf(addErrorCode(ErrorClass.ARG)), ErrorClass.ARG)
  assert.throws(() => addErrorCode(code), NOT_A_CODE)
})

test('removeErrorClass() takes back a class without codes, removeErrorCode() a code', () => {
  const mine = addErrorClass()
  const code = addErrorCode(mine)
  assert.throws(() => removeErrorClass(mine), NOT_A_CODE)
  assert.throws(() => removeErrorClass(code), NOT_A_CODE)
  assert.throws(() => removeErrorCode(mine), NOT_A_CODE)
  removeErrorCode(code)
  removeErrorClass(mine)
  for (const gone of [code, mine]) assert.throws(() => errorString(gone), NOT_A_CODE)
  assert.ok(addErrorClass() > code)
})

test('what is no code, or MPI’s own, is refused', () => {
  for (const code of [-1, 99, LAST_CODE + 10 ** 6, Number.NaN]) assert.throws(() => errorString(code), NOT_A_CODE)
  assert.throws(() => addErrorString(ErrorClass.RANK, 'mine'), NOT_A_CODE)
  assert.throws(() => removeErrorClass(ErrorClass.RANK), NOT_A_CODE)
  assert.throws(() => new UserError(99), NOT_A_CODE)
})
