import { CrossmemError } from '../../errors.ts'
import type { Language } from './command-line.ts'
import { findPackagedClang } from './packaged-clang.ts'
import { findSystemClang } from './system-clang.ts'

/** A clang, and a C library for WebAssembly. */
export interface Toolchain {
  /** How it is called. */
  readonly command: string
  /** The options that name the machine and the C library. */
  readonly target: readonly string[]
  /**
   * The options that name the folders of the C library's headers, or C++'s too.
   * @throws CrossmemError ERR_COMPILER when it has none for C++
   */
  headers(language: Language): string[]
  /** @returns the exit code */
  run(args: string[]): Promise<number>
}

const HOW_TO_GET_ONE = `no clang with a C library for WebAssembly was found. Either install both:
  Debian, Ubuntu: apt install clang lld wasi-libc libclang-rt-dev-wasm32
  anywhere: a wasi-sdk (github.com/WebAssembly/wasi-sdk), named by WASI_SDK_PATH
or let npm bring the compiler (100 MB, slower):
  npm install @yowasp/clang`

/** @throws CrossmemError ERR_COMPILER when there is no compiler */
export function findToolchain(language: Language): Toolchain {
  const found = findSystemClang(language) ?? findPackagedClang(language)
  if (found === null) throw new CrossmemError('ERR_COMPILER', HOW_TO_GET_ONE)
  return found
}
