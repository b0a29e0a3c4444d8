import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as constants from '../../../src/guest/abi/constants.ts'
import * as datatypes from '../../../src/guest/abi/datatypes.ts'
import * as errorClasses from '../../../src/guest/abi/error-classes.ts'
import { functionNames } from '../../../src/guest/abi/functions.ts'
import * as handles from '../../../src/guest/abi/handles.ts'
import * as ops from '../../../src/guest/abi/ops.ts'
import * as pointers from '../../../src/guest/abi/pointers.ts'

const INCLUDE = new URL('../../../../include/', import.meta.url)
const PARTS = readdirSync(new URL('crossmem/', INCLUDE)).map((name) => `crossmem/${name}`)

// What only C programs have to know: the tools interface's and Fortran's own, and versions.
const OF_THE_HEADER_ALONE = /^MPI_(T_(?!ERR_)|F_|F08_|(ABI_)?(SUB)?VERSION$|DISPLACEMENT_CURRENT$)/

const read = (name: string) => readFileSync(new URL(name, INCLUDE), 'utf8')
const text = ['mpi.h', ...PARTS].map(read).join('\n')

/** The value behind casts and parentheses; undefined for a macro that is no number. */
function numberOf(definition: string): number | undefined {
  const [, digits] = definition.match(/^\(?(?:\([\w *]+\))?(-?\w+)\)?$/) ?? []
  return digits === undefined || Number.isNaN(Number(digits)) ? undefined : Number(digits)
}

function definitions(): Record<string, number> {
  const defined = new Map([...text.matchAll(/^#define (MPI_\w+) +(.+)$/gm)].map(([, name, value]) => [name, value]))
  const found: Record<string, number> = {}
  for (const [name, value] of defined) {
    if (OF_THE_HEADER_ALONE.test(name)) continue
    const number = numberOf(value) ?? numberOf(defined.get(value) ?? '')
    assert.ok(number !== undefined, `${name} is ${value}`)
    found[name] = number
  }
  return found
}

test('mpi.h defines the constants of src/guest/abi, and no other', () => {
  const modules = Object.entries({ ...handles, ...ops, ...datatypes, ...constants, ...errorClasses, ...pointers })
  const known = Object.fromEntries(modules.filter(([name]) => name.startsWith('MPI_')))
  assert.deepEqual(definitions(), known)
})

test('mpi.h declares the functions of src/guest/abi, each once', () => {
  const declared = [...text.matchAll(/^CROSSMEM_IMPORT\(\w+, (MPI_\w+), \(/gm)].map(([, name]) => name)
  assert.deepEqual(declared.sort(), [...functionNames].sort())
  assert.equal(new Set(declared).size, declared.length)
})

test('mpi.h includes all of its parts', () => {
  const included = [...read('mpi.h').matchAll(/^#include "(.*)"$/gm)].map(([, name]) => name)
  assert.deepEqual(included.sort(), PARTS.sort())
})
