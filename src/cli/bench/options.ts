import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { benchmarks } from '../../../bench/benchmarks/index.ts'
import { DEFAULT_SIZES, parseSizes } from '../../../bench/harness/sizes.ts'
import { WAYS } from '../../../bench/implementations/crossmem.ts'
import { peers } from '../../../bench/implementations/index.ts'
import type { Measurement } from '../../../bench/measurement.ts'
import { runBenchmark } from '../../../bench/run.ts'
import { runSuite } from '../../../bench/run-suite.ts'
import { GRID, gridOf, suiteOf } from '../../../bench/suites/grid.ts'
import { ringSuite } from '../../../bench/suites/ring-suite.ts'
import type { Suite } from '../../../bench/suites/suite.ts'
import { CrossmemRangeError } from '../../errors.ts'
import { MAX_RANKS } from '../../transport/segment.ts'
import { COLLECTIVE_NAMES, EXCHANGES, MEMORIES } from './usage.ts'

/** What to do, and where it goes. */
export interface BenchCommand {
  measure(signal: AbortSignal): Promise<Measurement>
  json: boolean
  /** The file for a page with plots. */
  report: string | null
}

type Values = ReturnType<typeof read>['values']
type OnlySome = 'protocol' | 'ranks' | 'only' | 'seed' | 'memory'

const FOUR_BYTES = 2 ** 32

/**
 * Reads the command line of `crossmem bench`.
 * @returns null where help is asked for
 * @throws CrossmemRangeError ERR_BENCH_OPTION; TypeError for what is no option
 */
export function parseBench(args: string[]): BenchCommand | null {
  const { values, positionals } = read(args)
  if (values.help) return null
  const [name = ''] = positionals
  const known = [...EXCHANGES, ...COLLECTIVE_NAMES, 'collectives', 'rings']
  if (positionals.length !== 1 || !known.includes(name)) {
    throw wrong(`expected one benchmark, ${known.slice(0, -1).join(', ')} or rings, not '${positionals.join(' ')}'`)
  }
  const { json, report = null } = values
  if (report !== null) checkWritable(report)
  return { measure: measurer(name, values), json, report }
}

/** Before anything is measured, which would be lost. */
function checkWritable(file: string): void {
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK)
  } catch (error) {
    throw wrong(`--report cannot write ${file}: ${(error as Error).message}`)
  }
}

function read(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      sizes: { type: 'string' },
      memory: { type: 'string' },
      protocol: { type: 'string' },
      ranks: { type: 'string' },
      only: { type: 'string' },
      seed: { type: 'string' },
      peers: { type: 'string' },
      rounds: { type: 'string' },
      report: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
}

function measurer(name: string, values: Values): BenchCommand['measure'] {
  if (EXCHANGES.includes(name)) return exchange(name, values)
  if (name === 'rings') {
    refuse(name, values, ['protocol', 'only', 'memory'])
    return suite(ringSuite(parseSeed(values.seed)), values, '3')
  }
  refuse(name, values, ['protocol', 'seed'])
  if (name === 'collectives') {
    return suite(
      gridOf(values.only === undefined ? GRID : parseList('--only', values.only, COLLECTIVE_NAMES)),
      values,
      '3',
    )
  }
  refuse(name, values, ['only'])
  return suite(suiteOf(name), values, '5')
}

function exchange(name: string, values: Values): BenchCommand['measure'] {
  refuse(name, values, ['ranks', 'only', 'seed'])
  const memory = parseMemory(values.memory)
  const protocols = values.protocol === undefined ? [null] : parseList('--protocol', values.protocol, WAYS)
  if (!memory.includes('arena') && protocols.every((protocol) => protocol === 'mapped' || protocol === 'borrowed')) {
    throw wrong(
      'nothing is left to measure: only arena memory can be mapped or borrowed, so these protocols need --memory arena',
    )
  }
  const options = {
    benchmark: benchmarks.find((benchmark) => benchmark.name === name)!,
    sizes: values.sizes === undefined ? DEFAULT_SIZES : parseSizes(values.sizes),
    memory,
    protocols,
    peers: parsePeers(values.peers),
    rounds: parseRounds(values.rounds ?? '5'),
    notes: !values.json || values.report !== undefined,
  }
  return (signal) => runBenchmark(options, signal)
}

function suite(suite: Suite, values: Values, rounds: string): BenchCommand['measure'] {
  const sizes = values.sizes === undefined ? suite.sizes : parseSizes(values.sizes)
  for (const bytes of sizes) {
    if (bytes % Float64Array.BYTES_PER_ELEMENT !== 0 || (bytes === 0 && !suite.sizes.includes(0))) {
      throw wrong(`${suite.name} moves float64 elements: a size is a multiple of 8 bytes, not ${bytes}`)
    }
  }
  const options = {
    suite,
    sizes: [...sizes].sort((a, b) => a - b),
    ranks: values.ranks === undefined ? suite.ranks : parseRanks(values.ranks),
    memory: parseMemory(values.memory),
    peers: parsePeers(values.peers),
    rounds: parseRounds(values.rounds ?? rounds),
  }
  return (signal) => runSuite(options, signal)
}

/** @throws CrossmemRangeError for options that mean nothing to this benchmark */
function refuse(name: string, values: Values, options: readonly OnlySome[]): void {
  for (const option of options) {
    if (values[option] !== undefined) throw wrong(`--${option} means nothing to ${name}: leave it away`)
  }
}

function parseMemory(text: string | undefined): ('arena' | 'ordinary')[] {
  return text === undefined ? [...MEMORIES] : parseList('--memory', text, MEMORIES)
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

function parseRanks(text: string): number[] {
  const ranks = text.split(',').map((part) => {
    const count = /^\d+$/.test(part) ? Number(part) : 0
    if (count < 2 || count > MAX_RANKS) {
      throw wrong(`--ranks takes a list of numbers from 2 to ${MAX_RANKS}, such as 2,4,8, not '${part}'`)
    }
    return count
  })
  return [...new Set(ranks)]
}

function parseSeed(text: string | undefined): number {
  if (text === undefined) return 1 + Math.floor(Math.random() * (FOUR_BYTES - 1))
  const seed = /^\d+$/.test(text) ? Number(text) : 0
  if (seed < 1 || seed >= FOUR_BYTES) throw wrong(`--seed takes a whole number from 1 to 2^32 - 1, not '${text}'`)
  return seed
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
