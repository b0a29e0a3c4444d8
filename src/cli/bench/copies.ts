import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { copyBenchmarks } from '../../../bench/copies/index.ts'
import { CrossmemRangeError } from '../../errors.ts'

const NAMES = Object.keys(copyBenchmarks)

export const COPIES_USAGE = `Copies between processes, with --rounds and --json only
  copy              copies from another process by each engine, beside process_vm_readv called from C
  overlap           how much of a computing loop's speed remains during a copy
  vmfd              reads from windows of each kind, beside a copy, pread from C, and a file server in C
`

/** Whether `crossmem bench` is asked for a benchmark of copies between processes. */
export function asksForCopies(args: readonly string[]): boolean {
  return args.some((name) => NAMES.includes(name))
}

/** Carries one out. @throws CrossmemRangeError ERR_BENCH_OPTION, TypeError for wrong arguments; CrossmemError ERR_BENCH_PROGRAM */
export function prepareCopies(args: string[]): ((signal: AbortSignal) => Promise<void>) | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  if (positionals.length !== 1) {
    throw new CrossmemRangeError('ERR_BENCH_OPTION', `expected one benchmark, not '${positionals.join(' ')}'`)
  }
  if (!/^[1-9]\d{0,3}$/.test(values.rounds)) {
    throw new CrossmemRangeError(
      'ERR_BENCH_OPTION',
      `--rounds takes a whole number from 1 to 9999, not '${values.rounds}'`,
    )
  }
  return async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), 'crossmem-bench-'))
    const tell = (message: string) => void process.stderr.write(`crossmem bench: ${message}\n`)
    try {
      const options = { rounds: Number(values.rounds), json: values.json, folder, tell }
      await copyBenchmarks[positionals[0]](options, signal)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
