import { parseArgs } from 'node:util'
import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import type { Job } from '../../launch/job.ts'
import { FORCIBLE, type Forced } from '../../transport/protocol.ts'
import { MAX_RANKS } from '../../transport/segment.ts'
import { guestJob, isGuest, parseDirectory, parseMaxMemory } from './guest.ts'
import { parseHeap } from './heap.ts'
import { findProgram } from './program.ts'
import { typeScriptOptions } from './type-script.ts'

const OPTIONS = {
  ranks: { type: 'string', short: 'n' },
  heap: { type: 'string' },
  protocol: { type: 'string' },
  bind: { type: 'boolean' },
  prefix: { type: 'boolean' },
  timeout: { type: 'string' },
  'max-memory': { type: 'string' },
  dir: { type: 'string', multiple: true },
  stats: { type: 'boolean' },
  import: { type: 'string', multiple: true },
  'node-option': { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const
type Name = keyof typeof OPTIONS

/** The longest that a timer of Node runs. */
const LONGEST_SECONDS = 2 ** 31 / 1000 - 1
const DEFAULT_HEAP = '1G'
const DEFAULT_MAX_MEMORY = '1G'

/**
 * Reads the command line of `crossmem run`.
 * @returns the job, and whether its traffic is to be told; null where help is asked for
 * @throws CrossmemTypeError ERR_OPTION for what is no option, or lacks its value
 * @throws CrossmemRangeError ERR_JOB_SIZE, ERR_HEAP_SIZE, ERR_MAX_MEMORY, ERR_TIMEOUT, ERR_PROTOCOL_NAME for a value that means nothing
 * @throws CrossmemError ERR_PROGRAM, ERR_TYPESCRIPT for a program that cannot be run; ERR_DIRECTORY for what is none
 */
export function parseJob(args: string[]): { job: Job; stats: boolean } | null {
  const { given, rest } = readOptions(args)
  const last = (name: Name) => given.get(name)?.at(-1)
  if (given.has('help')) return null
  if (rest.length === 0) throw wrong('no program is given')
  const ranks = last('ranks')
  if (ranks === undefined) throw wrong('how many ranks? Give -n N')
  const protocol = last('protocol')
  const timeout = last('timeout')
  const size = parseRanks(ranks)
  const heapBytes = parseHeap(last('heap') ?? DEFAULT_HEAP)
  const forced = protocol === undefined ? null : parseProtocol(protocol)
  const seconds = timeout === undefined ? null : parseTimeout(timeout)
  const maxMemory = parseMaxMemory(last('max-memory') ?? DEFAULT_MAX_MEMORY)
  const directories = (given.get('dir') ?? []).map(parseDirectory)
  const program = findProgram(rest[0])
  const imports = (given.get('import') ?? []).flatMap((module) => ['--import', module])
  const nodeOptions = [...imports, ...(given.get('node-option') ?? [])]
  const job: Job = {
    size,
    program,
    args: rest.slice(1),
    nodeOptions: [...nodeOptions, ...typeScriptOptions(program, nodeOptions)],
    heapBytes,
    forced,
    bind: given.has('bind'),
    prefix: given.has('prefix'),
    timeout: seconds,
  }
  const isC = isGuest(program)
  for (const name of ['max-memory', 'dir'] as const) {
    if (given.has(name) && !isC) throw wrong(`--${name} is for programs in WebAssembly, and ${rest[0]} is none`)
  }
  return { job: isC ? guestJob(job, { maxMemory, directories }) : job, stats: given.has('stats') }
}

/** The values that each option was given, in order, up to the program; and the program with all that follows it. */
function readOptions(args: string[]): { given: Map<Name, string[]>; rest: string[] } {
  const given = new Map<Name, string[]>()
  const { tokens } = parseArgs({ args, options: OPTIONS, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') return { given, rest: args.slice(token.index) }
    if (token.kind === 'option-terminator') continue
    const { rawName, value } = token
    if (!isName(token.name)) throw wrong(`there is no option ${rawName}`)
    const takesValue = OPTIONS[token.name].type === 'string'
    if (takesValue && value === undefined) throw wrong(`${rawName} needs a value`)
    if (!takesValue && value !== undefined) throw wrong(`${rawName} takes no value, and was given '${value}'`)
    given.set(token.name, [...(given.get(token.name) ?? []), value ?? ''])
  }
  return { given, rest: [] }
}

function isName(name: string): name is Name {
  return Object.hasOwn(OPTIONS, name)
}

function parseRanks(text: string): number {
  const size = /^\d+$/.test(text) ? Number(text) : 0
  if (size >= 1 && size <= MAX_RANKS) return size
  throw new CrossmemRangeError('ERR_JOB_SIZE', `-n takes a whole number of ranks from 1 to ${MAX_RANKS}, not '${text}'`)
}

function parseProtocol(text: string): Forced {
  const forced = FORCIBLE.find((name) => name === text)
  if (forced !== undefined) return forced
  throw new CrossmemRangeError('ERR_PROTOCOL_NAME', `--protocol takes one of ${FORCIBLE.join(', ')}, not '${text}'`)
}

function parseTimeout(text: string): number {
  const seconds = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : 0
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return seconds
  throw new CrossmemRangeError(
    'ERR_TIMEOUT',
    `--timeout takes seconds, more than 0 and up to ${Math.floor(LONGEST_SECONDS)}, not '${text}'`,
  )
}

function wrong(message: string): CrossmemTypeError {
  return new CrossmemTypeError('ERR_OPTION', message)
}
