import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { CrossmemError } from '../../errors.ts'
import type { Language } from './command-line.ts'
import type { Toolchain } from './toolchain.ts'

const TARGET = 'wasm32-wasi'

/** Where distributions put wasi-libc: Debian and Ubuntu, then Alpine and Arch. */
const SYSROOTS = ['/usr', '/usr/share/wasi-sysroot']

/** The clang and the wasi-libc that the environment names or the system has; null unless it has both. */
export function findSystemClang(language: Language): Toolchain | null {
  const { WASI_SDK_PATH: sdk, CROSSMEM_CLANG, WASI_SYSROOT } = process.env
  const clang = CROSSMEM_CLANG || (sdk ? join(sdk, 'bin/clang') : findInPath())
  const roots = WASI_SYSROOT ? [WASI_SYSROOT] : sdk ? [join(sdk, 'share/wasi-sysroot')] : SYSROOTS
  const root = roots.find((path) => existsSync(headersIn(path)))
  if (!clang || root === undefined) return null
  const command = language === 'c++' ? clang.replace(/clang(-\d+)?$/, 'clang++$1') : clang
  return {
    command,
    target: [`--target=${TARGET}`, `--sysroot=${root}`],
    headers: (language) => [
      // The compiler's own guess would be the machine's headers too, behind those of wasi-libc.
      '-nostdlibinc',
      ...(language === 'c++' ? ['-isystem', cxxHeadersIn(root)] : []),
      '-isystem',
      headersIn(root),
    ],
    run: (args) => execute(command, args),
  }
}

function headersIn(sysroot: string): string {
  return join(sysroot, 'include', TARGET)
}

function cxxHeadersIn(sysroot: string): string {
  const folder = join(headersIn(sysroot), 'c++/v1')
  if (existsSync(folder)) return folder
  throw new CrossmemError(
    'ERR_COMPILER',
    `the C++ library for WebAssembly is missing (there is no ${folder}); on Debian and Ubuntu: apt install libc++-dev-wasm32 libc++abi-dev-wasm32`,
  )
}

/** `clang`, or else the newest `clang-NN`. */
function findInPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => existsSync(folder))
  const plain = folders.map((folder) => join(folder, 'clang')).find((path) => existsSync(path))
  if (plain !== undefined) return plain
  const numbered = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^clang-\d+$/.test(name))
      .map((name) => join(folder, name)),
  )
  return numbered.sort((a, b) => versionOf(b) - versionOf(a))[0]
}

function versionOf(clang: string): number {
  return Number(clang.match(/\d+$/)![0])
}

/**
 * npm puts packages' commands before those of the system, and clang would run a wasm-opt that it finds there (AssemblyScript brings one):
 * what a program is would depend on who called the compiler, and the names of its functions would be lost.
 */
function pathForClang(): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.filter((folder) => !folder.split('/').includes('node_modules')).join(delimiter)
}

function execute(command: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, PATH: pathForClang() } })
    child.on('error', (cause) => {
      reject(new CrossmemError('ERR_COMPILER', `${command} could not be started: ${cause.message}`, { cause }))
    })
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]))
  })
}
