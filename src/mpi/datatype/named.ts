import { placed, run } from '../../memory/shape/build.ts'
import { type Basic, basic } from './basic.ts'
import { Datatype } from './datatype.ts'
import type { Envelope } from './envelope.ts'
import { elements, sequence } from './signature.ts'

const NAMED: Envelope = { combiner: 'named', integers: [], addresses: [], datatypes: [] }

/** The datatype of a basic type. */
export function named(of: Basic): Datatype {
  const { size, alignment, name } = of
  return new Datatype(
    { shape: run(0, size), signature: elements(of, 1), lb: 0, ub: size, alignment, envelope: NAMED },
    name,
  )
}

/** A value and an index, as C's `struct { T value; int index; }` has them. */
export function namedPair(name: string, value: Basic, index: Basic): Datatype {
  const alignment = Math.max(value.alignment, index.alignment)
  const at = Math.ceil(value.size / index.alignment) * index.alignment
  return new Datatype(
    {
      shape: placed([0, at], [run(0, value.size), run(0, index.size)]),
      signature: sequence([elements(value, 1), elements(index, 1)]),
      lb: 0,
      ub: Math.ceil((at + index.size) / alignment) * alignment,
      alignment,
      envelope: NAMED,
    },
    name,
  )
}

/** Bytes, whatever they mean. */
export const BYTE = named(basic('BYTE', 'byte', 1))
/** The elements of JavaScript's typed arrays. */
export const INT8 = named(basic('INT8_T', 'signed', 1))
export const UINT8 = named(basic('UINT8_T', 'unsigned', 1))
export const INT16 = named(basic('INT16_T', 'signed', 2))
export const UINT16 = named(basic('UINT16_T', 'unsigned', 2))
export const INT32 = named(basic('INT32_T', 'signed', 4))
export const UINT32 = named(basic('UINT32_T', 'unsigned', 4))
export const INT64 = named(basic('INT64_T', 'signed', 8))
export const UINT64 = named(basic('UINT64_T', 'unsigned', 8))
export const FLOAT32 = named(basic('FLOAT', 'float', 4))
export const FLOAT64 = named(basic('DOUBLE', 'float', 8))
