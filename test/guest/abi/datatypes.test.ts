import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as abi from '../../../src/guest/abi/datatypes.ts'

test('predefinedDatatypes has every handle once, under the name of its constant', () => {
  const { MPI_DATATYPE_NULL, MPI_LONG_LONG_INT, MPI_C_COMPLEX, predefinedDatatypes, ...constants } = abi
  const named = new Map(predefinedDatatypes.map(({ handle, name }) => [name, handle]))
  assert.deepEqual(Object.fromEntries(named), constants)
  assert.equal(named.size, predefinedDatatypes.length)
  assert.ok(!new Set(named.values()).has(MPI_DATATYPE_NULL))
  assert.equal(MPI_LONG_LONG_INT, constants.MPI_LONG_LONG)
  assert.equal(MPI_C_COMPLEX, constants.MPI_C_FLOAT_COMPLEX)
})

test('predefinedDatatypes describes pairs by their parts', () => {
  const byHandle = new Map(abi.predefinedDatatypes.map((datatype) => [datatype.handle, datatype]))
  for (const { name, kind, size, extent, parts } of abi.predefinedDatatypes) {
    assert.equal(kind === 'pair', parts !== undefined, name)
    if (parts === undefined) assert.equal(extent, size, name)
    else {
      const [value, index] = parts.map((handle) => byHandle.get(handle)!)
      assert.equal(size, value.size + index.size, name)
      const alignment = Math.max(value.size, index.size)
      assert.equal(extent, Math.ceil(size / alignment) * alignment, name)
    }
  }
})
