/** What a hand-made module imports, exports and does. */
export interface WasmParts {
  /** Functions without arguments and results. */
  imports?: readonly (readonly [module: string, name: string])[]
  /** The memory that it imports, in pages; none unless given. */
  memory?: { initial: number; maximum?: number }
  /** Pages of a memory of its own. */
  ownMemory?: number
  /** What its one function is exported as. */
  start?: string
  /** The instructions of that function, without the end. */
  body?: readonly number[]
}

const FUNCTION_TYPE = [0x60, 0, 0]

/** The bytes of a small WebAssembly module (WebAssembly Core Specification, chapter 5). */
export function wasm({ imports = [], memory, ownMemory, start = '_start', body = [] }: WasmParts): Uint8Array {
  const imported = imports.map(([module, name]) => [...text(module), ...text(name), 0, 0])
  if (memory !== undefined) {
    const limits =
      memory.maximum === undefined ? [0, ...leb(memory.initial)] : [1, ...leb(memory.initial), ...leb(memory.maximum)]
    imported.push([...text('env'), ...text('memory'), 2, ...limits])
  }
  const code = [0, ...body, 0x0b]
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [FUNCTION_TYPE]),
    ...section(2, imported),
    ...section(3, [[0]]),
    ...(ownMemory === undefined ? [] : section(5, [[0, ...leb(ownMemory)]])),
    ...section(7, [[...text(start), 0, ...leb(imports.length)]]),
    ...section(10, [[...leb(code.length), ...code]]),
  ])
}

function section(id: number, entries: readonly (readonly number[])[]): number[] {
  const content = [...leb(entries.length), ...entries.flat()]
  return [id, ...leb(content.length), ...content]
}

function text(value: string): number[] {
  const bytes = Buffer.from(value)
  return [...leb(bytes.length), ...bytes]
}

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...leb(Math.floor(value / 128))]
}
