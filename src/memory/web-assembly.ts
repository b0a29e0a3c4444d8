/** The part of the WebAssembly API that is used here; TypeScript has it only together with the whole of the DOM. */
interface Api {
  Memory: new (descriptor: { initial: number; maximum: number; shared?: boolean }) => WasmLinearMemory
  Module: (new (
    code: Uint8Array,
  ) => WasmModule) & {
    imports(module: WasmModule): WasmExternal[]
    exports(module: WasmModule): WasmExternal[]
  }
  Instance: new (module: WasmModule, imports: WasmImports) => { readonly exports: unknown }
  CompileError: new () => Error
  RuntimeError: new () => Error
}

export interface WasmLinearMemory {
  /** Another one after each growth. */
  readonly buffer: ArrayBufferLike
}

/** What a module takes or gives, by its name. */
export interface WasmExternal {
  /** Of an import: whose it is. */
  readonly module: string
  readonly name: string
  readonly kind: 'function' | 'memory' | 'table' | 'global' | 'tag'
}

export type WasmModule = object & { readonly brand?: 'module' }
export type WasmImports = Record<string, Record<string, unknown>>

export const { Memory, Module, Instance, CompileError, RuntimeError } = (globalThis as unknown as { WebAssembly: Api })
  .WebAssembly

/** The unit in which a linear memory grows. */
export const WASM_PAGE = 65536
