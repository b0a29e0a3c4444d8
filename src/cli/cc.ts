import { CrossmemError, CrossmemTypeError } from '../errors.ts'
import { type Language, parseCommandLine } from './cc/command-line.ts'
import { compilerArguments, shownArguments } from './cc/flags.ts'
import { findToolchain } from './cc/toolchain.ts'
import { helpFor } from './cc/usage.ts'

/** The exit code when no compiler was run. */
const NOT_RUN = 2

/** `crossmem cc` or `crossmem c++`: compiles and links an MPI program to WebAssembly. */
export function compilerFor(language: Language) {
  const command = language === 'c' ? 'cc' : 'c++'
  return {
    summary: `compiles a ${language === 'c' ? 'C' : 'C++'} program with MPI to WebAssembly, as mpi${command === 'cc' ? 'cc' : 'cxx'} does`,
    /** @returns the compiler's exit code, or 2 when there is none */
    async start(args: string[]): Promise<number> {
      try {
        const line = parseCommandLine(args, language)
        if (line.wants === 'help') {
          process.stdout.write(helpFor(command))
          return 0
        }
        const toolchain = findToolchain(language)
        if (line.wants !== 'run') {
          process.stdout.write(`${shownArguments(line, toolchain).join(' ')}\n`)
          return 0
        }
        return await toolchain.run(compilerArguments(line, toolchain))
      } catch (error) {
        if (!(error instanceof CrossmemError) && !(error instanceof CrossmemTypeError)) throw error
        process.stderr.write(`crossmem ${command}: ${error.message} [${error.code}]\n`)
        return NOT_RUN
      }
    },
  }
}
