import { attach } from '../attach/attach.ts'
import type { Mapping } from '../attach/mappings.ts'
import { CrossmemTypeError } from '../errors.ts'
import { parsePid } from './memory/arguments.ts'
import { runMemoryCommand } from './memory/command.ts'
import { Output } from './memory/output.ts'
import { readableRuns, search } from './memory/search.ts'

export const summary = "finds where bytes stand in a process's memory"

const HELP = `Usage: crossmem find PID PATTERN [--progress]

Prints every address at which PATTERN stands in the memory that the process can read, and what is mapped there. The exit
code is 0 when it was found, and 1 when not.

  PATTERN      text, looked for as UTF-8; or bytes, as in hex:0aff10
  --progress   tells on the standard error how far it has come, also where that is no terminal
  -h, --help   this text
`

const PROGRESS_MILLISECONDS = 200
const MIB = 1024 * 1024

/** `crossmem find`: gives the exit code. */
export function find(args: string[]): Promise<number> {
  return runMemoryCommand(
    {
      name: 'find',
      help: HELP,
      positionals: 2,
      options: { progress: { type: 'boolean' } },
      act: async ([pid, pattern], { progress }) =>
        (await print(parsePid(pid), parsePattern(pattern), progress === true)) > 0 ? 0 : 1,
    },
    args,
  )
}

/** @throws CrossmemTypeError ERR_OPTION */
function parsePattern(text: string): Buffer {
  const hex = /^hex:(.*)$/s.exec(text)?.[1]
  if (hex === undefined) {
    if (text !== '') return Buffer.from(text)
  } else if (/^([\da-f]{2})+$/i.test(hex)) {
    return Buffer.from(hex, 'hex')
  }
  throw new CrossmemTypeError('ERR_OPTION', `a pattern is text, or bytes as in hex:0aff10, not '${text}'`)
}

async function print(pid: number, pattern: Buffer, always: boolean): Promise<number> {
  const output = new Output()
  using target = attach(pid)
  const mappings = target.mappings()
  const runs = readableRuns(target)
  const total = runs.reduce((sum, { start, end }) => sum + Number(end - start), 0)
  const progress = new Progress(total, always)
  let found = 0
  for (const run of runs) {
    for (const address of search(target, run, pattern, (bytes) => progress.advance(bytes, found))) {
      found += 1
      if (!(await output.write(`0x${address.toString(16)}  ${nameAt(mappings, address)}`.trimEnd().concat('\n'))))
        return found
    }
  }
  progress.end(found)
  return found
}

function nameAt(mappings: readonly Mapping[], address: bigint): string {
  return mappings.find(({ start, end }) => start <= address && address < end)?.path?.replaceAll('\n', '\\n') ?? ''
}

/** How far a search has come: a line on a terminal that is written again and again; elsewhere a line each time. */
class Progress {
  readonly #total: number
  readonly #told: boolean
  readonly #terminal = process.stderr.isTTY === true
  #done = 0
  #next = performance.now() + PROGRESS_MILLISECONDS

  constructor(total: number, always: boolean) {
    this.#total = total
    this.#told = always || this.#terminal
  }

  advance(bytes: number, found: number): void {
    this.#done += bytes
    if (!this.#told || performance.now() < this.#next) return
    this.#next = performance.now() + PROGRESS_MILLISECONDS
    this.#tell(found)
  }

  end(found: number): void {
    if (!this.#told) return
    this.#tell(found)
    if (this.#terminal) process.stderr.write('\n')
  }

  #tell(found: number): void {
    const share = Math.min(100, Math.floor((100 * this.#done) / Math.max(1, this.#total)))
    const line = `${share} % of ${Math.ceil(this.#total / MIB)} MiB searched, ${found} found`
    process.stderr.write(this.#terminal ? `\r\x1b[K${line}` : `crossmem find: ${line}\n`)
  }
}
