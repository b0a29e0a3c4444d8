import { parseArgs } from 'node:util'
import { CrossmemError, CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'

/** A command that looks into another process's memory. */
export interface MemoryCommand {
  name: string
  help: string
  /** How many arguments it takes. */
  positionals: number
  options?: Record<string, { type: 'boolean' | 'string' }>
  /** @returns the exit code */
  act(positionals: readonly string[], options: Readonly<Record<string, string | boolean | undefined>>): Promise<number>
}

/** The exit code where the arguments mean nothing. */
const WRONG = 2
/** The exit code where the kernel did not grant it. */
const REFUSED = 1

/** Runs such a command: help, mistakes in the arguments, and what the kernel refuses, are all the same for each. */
export async function runMemoryCommand(command: MemoryCommand, args: string[]): Promise<number> {
  const say = (line: string) => process.stderr.write(`crossmem ${command.name}: ${line}\n`)
  try {
    const { values, positionals } = parse(command, args)
    if (values.help === true) {
      process.stdout.write(command.help)
      return 0
    }
    if (positionals.length !== command.positionals) {
      throw new CrossmemTypeError('ERR_OPTION', `it takes ${command.positionals} arguments, not ${positionals.length}`)
    }
    return await command.act(positionals, values)
  } catch (error) {
    if (error instanceof CrossmemTypeError || error instanceof CrossmemRangeError) {
      say(`${error.message}\nTry 'crossmem ${command.name} --help'.`)
      return WRONG
    }
    if (!(error instanceof CrossmemError)) throw error
    say(`${error.message} [${error.code}]`)
    return REFUSED
  }
}

function parse({ options = {} }: MemoryCommand, args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { ...options, help: { type: 'boolean', short: 'h' } } as const,
    })
  } catch (error) {
    throw new CrossmemTypeError('ERR_OPTION', (error as Error).message)
  }
}
