import { fileURLToPath } from 'node:url'
import type { CommandLine } from './command-line.ts'
import type { Toolchain } from './toolchain.ts'

/** Where `mpi.h` lies. */
export const INCLUDE = fileURLToPath(new URL('../../../../include', import.meta.url))

// What every Node that is supported can run.
const MACHINE = [
  '-msimd128',
  '-mbulk-memory',
  '-mnontrapping-fptoint',
  '-msign-ext',
  // With bulk memory, clang 14 knows this kind of thread's variables only, and errno is one of them.
  '-ftls-model=local-exec',
]

// Parts of the C library that wasi-libc has only for those who ask.
const EMULATED = ['signal', 'mman', 'getpid', 'process-clocks']

const LONG_DOUBLES_IN_PRINTF = '-lc-printscan-long-double'

const STACK_BYTES = 8 * 2 ** 20

const LINK = [
  // The rank brings the memory, so that other ranks can reach it.
  '--import-memory',
  '--max-memory=4294967296',
  // Callbacks come as indices of this table.
  '--export-table',
  // MPI_Alloc_mem, and what else has to lie in the program's memory.
  '--export=malloc',
  '--export=free',
  // The stack grows down to address 0: one that overflows traps, and destroys no data.
  '--stack-first',
]

function compileFlags(line: CommandLine, toolchain: Toolchain): string[] {
  return [
    ...toolchain.headers(line.language),
    '-isystem',
    INCLUDE,
    ...(line.optimizes ? [] : ['-O2']),
    ...MACHINE,
    ...EMULATED.map((part) => `-D_WASI_EMULATED_${part.toUpperCase().replace('-', '_')}`),
    ...(line.language === 'c++' ? ['-fno-exceptions'] : []),
  ]
}

function linkFlags(line: CommandLine): string[] {
  // Names of functions are kept: a trap is told by them.
  const stripped = line.debugs ? [] : ['--strip-debug']
  return [`-Wl,${[...LINK, ...stripped].join(',')}`, `-Wl,-z,stack-size=${STACK_BYTES}`]
}

const LIBRARIES = [LONG_DOUBLES_IN_PRINTF, ...EMULATED.map((part) => `-lwasi-emulated-${part}`)]

/** The compiler's arguments for a command line. */
export function compilerArguments(line: CommandLine, toolchain: Toolchain): string[] {
  if (!line.hasInput) return [...toolchain.target, ...line.args]
  return [
    ...toolchain.target,
    ...(line.compiles ? compileFlags(line, toolchain) : []),
    ...(line.links ? linkFlags(line) : []),
    ...line.args,
    ...(line.links ? LIBRARIES : []),
  ]
}

/** What --showme prints. */
export function shownArguments(line: CommandLine, toolchain: Toolchain): string[] {
  switch (line.wants) {
    case 'command':
      return [toolchain.command]
    case 'compile':
      return [...toolchain.target, ...compileFlags(line, toolchain)]
    case 'link':
      return [...toolchain.target, ...linkFlags(line), ...LIBRARIES]
    default:
      return [toolchain.command, ...compilerArguments({ ...line, hasInput: true, compiles: true }, toolchain)]
  }
}
