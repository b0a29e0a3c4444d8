import { parseArgs } from 'node:util'
import { benchmarks } from '../../bench/benchmarks/index.ts'
import { DEFAULT_SIZES, parseSizes } from '../../bench/harness/sizes.ts'
import { peers } from '../../bench/implementations/index.ts'
import { type BenchOptions, runBenchmark } from '../../bench/run.ts'
import { CrossmemRangeError } from '../errors.ts'
import { FORCIBLE } from '../transport/protocol.ts'
import { asksForCopies, COPIES_USAGE, prepareCopies } from './bench-copies.ts'

export const summary = 'measures messages between two ranks, and compares with other ways'

const MEMORIES = ['arena', 'ordinary'] as const
const NAMES = benchmarks.map(({ name }) => name)

const USAGE = `Usage: crossmem bench <${NAMES.join(' | ')}> [options]

Measures messages between two ranks, and prints a table.

  --sizes LIST      sizes in bytes, such as 8,64K,1M (0, 8 and powers of 4 from 64 to 16M)
  --memory LIST     where buffers lie: ${MEMORIES.join(', ')} (both)
  --protocol LIST   protocols to force, one after another: ${FORCIBLE.join(', ')}
                    (crossmem chooses)
  --peers LIST      who else does the same work, in turns: all, or some of
                    ${Object.keys(peers).join(', ')} (nobody)
  --rounds N        how often everybody has a turn (5)
  --json            an object a line instead of tables
  --help            this text

${COPIES_USAGE}`

/** `crossmem bench`: gives the exit code. */
export async function bench(args: string[]): Promise<number> {
  let measure: ((signal: AbortSignal) => Promise<void>) | null
  try {
    measure = asksForCopies(args) ? prepareCopies(args) : prepareMessages(args)
  } catch (error) {
    process.stderr.write(`crossmem bench: ${(error as Error).message}\nTry 'crossmem bench --help'.\n`)
    return 2
  }
  if (measure === null) {
    process.stdout.write(USAGE)
    return 0
  }
  const interrupt = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const stop = (): void => interrupt.abort()
  for (const signal of signals) process.once(signal, stop)
  try {
    await measure(interrupt.signal)
    return 0
  } catch (error) {
    process.stderr.write(`crossmem bench: ${interrupt.signal.aborted ? 'interrupted' : (error as Error).message}\n`)
    return 1
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}

function prepareMessages(args: string[]): ((signal: AbortSignal) => Promise<void>) | null {
  const options = parse(args)
  return options === null ? null : (signal) => runBenchmark(options, signal)
}

/** The options, or null where help is asked for. */
function parse(args: string[]): BenchOptions | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      sizes: { type: 'string' },
      memory: { type: 'string', default: MEMORIES.join(',') },
      protocol: { type: 'string' },
      peers: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  const benchmark = benchmarks.find(({ name }) => name === positionals[0])
  if (benchmark === undefined || positionals.length > 1) {
    throw wrong(`expected one benchmark, ${NAMES.join(' or ')}, not '${positionals.join(' ')}'`)
  }
  const memory = parseList('--memory', values.memory, MEMORIES)
  const protocols = values.protocol === undefined ? [null] : parseList('--protocol', values.protocol, FORCIBLE)
  if (!memory.includes('arena') && protocols.every((protocol) => protocol === 'mapped')) {
    throw wrong(
      'nothing is left to measure: only arena memory can be mapped, so --protocol mapped needs --memory arena',
    )
  }
  return {
    benchmark,
    sizes: values.sizes === undefined ? DEFAULT_SIZES : parseSizes(values.sizes),
    memory,
    protocols,
    peers: parsePeers(values.peers),
    rounds: parseRounds(values.rounds),
    json: values.json,
  }
}

function parsePeers(text: string | undefined): string[] {
  const names = Object.keys(peers)
  if (text === undefined) return []
  return text === 'all' ? names : parseList('--peers', text, names)
}

function parseRounds(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw wrong(`--rounds takes a whole number from 1 to 9999, not '${text}'`)
  return Number(text)
}

function parseList<Name extends string>(option: string, text: string, names: readonly Name[]): Name[] {
  const chosen = text.split(',').map((part) => {
    const name = names.find((candidate) => candidate === part)
    if (name === undefined) throw wrong(`${option} takes a list of ${names.join(', ')}, not '${part}'`)
    return name
  })
  return [...new Set(chosen)]
}

function wrong(message: string): CrossmemRangeError {
  return new CrossmemRangeError('ERR_BENCH_OPTION', message)
}
