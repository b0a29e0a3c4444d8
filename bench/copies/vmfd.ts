import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { processors } from '../../src/os/affinity.ts'
import { describeMachine } from '../harness/machine.ts'
import { type Summary, summarize } from '../harness/statistics.ts'
import { formatNumber, renderTable } from '../harness/table.ts'
import type { CopyFigure } from './cases.ts'
import type { CopyBenchOptions } from './options.ts'
import type { Owned } from './owned.ts'
import { buildPeer, optionsOf, programCommand, runCommand, runProgram, startHelper, startOwner } from './start.ts'
import {
  callsInARow,
  SERVED_BYTES,
  SERVED_CASES,
  type ServedCase,
  WINDOW_CASES,
  type WindowFigure,
} from './window-cases.ts'

const C_SECONDS = 0.15

/** A line of `--json`. */
interface Result {
  benchmark: 'vmfd'
  name: string
  bytes: number
  microseconds: Summary
  /** What `microseconds` is compared with; null where it was not measured. */
  peer: 'a copy' | 'pread from C' | 'libfuse' | null
  peerMicroseconds: Summary | null
}

type Figures = Map<string, number[]>

/**
 * Measures reads from windows of each kind: `memfd` in turns with copies from the memory itself, `mem` with pread(2) from C, and `fuse`, read by
 * a C program, with a minimal file server in C.
 * @throws CrossmemError ERR_BENCH_PROGRAM
 */
export async function benchVmfd({ rounds, json, folder, tell }: CopyBenchOptions, signal: AbortSignal): Promise<void> {
  const reader = await buildPeer('pread', folder)
  if ('missing' in reader) tell(`pread from C and windows of kind fuse are left out: ${reader.missing}`)
  const { owned, owner } = await startOwner()
  const own: Figures = new Map()
  const theirs: Figures = new Map()
  try {
    for (let round = 0; round < rounds; round++) {
      for (const { name, microseconds, copied } of await runProgram<WindowFigure>('windows', owned, signal)) {
        add(own, name, microseconds)
        if (copied !== null) add(theirs, name, copied)
      }
      if ('missing' in reader) continue
      for (const { name, backing, bytes } of WINDOW_CASES) {
        if (backing !== 'mem') continue
        const command = readCommand(reader.path, `/proc/${owned.pid}/mem`, owned.address, bytes, -1)
        const [{ microseconds }] = await runCommand<CopyFigure>(command, signal)
        add(theirs, name, microseconds)
      }
    }
    if ('path' in reader) await serve(reader.path, { owned, own, theirs, rounds, folder, tell }, signal)
  } finally {
    await owner.end()
  }
  const results = [...WINDOW_CASES, ...SERVED_CASES].flatMap(({ name, bytes }): Result[] => {
    const microseconds = own.get(name)
    const beside = theirs.get(name)
    if (microseconds === undefined) return []
    const peer = name.startsWith('memfd') ? 'a copy' : name.startsWith('mem') ? 'pread from C' : 'libfuse'
    return [
      {
        benchmark: 'vmfd',
        name,
        bytes,
        microseconds: summarize(microseconds),
        peer: beside === undefined ? null : peer,
        peerMicroseconds: beside === undefined ? null : summarize(beside),
      },
    ]
  })
  process.stdout.write(json ? results.map((result) => `${JSON.stringify(result)}\n`).join('') : report(results, rounds))
}

interface Serving extends Pick<CopyBenchOptions, 'rounds' | 'folder' | 'tell'> {
  owned: Owned
  own: Figures
  theirs: Figures
}

/** Measures windows that are served as files, ours and libfuse's in turns. */
async function serve(reader: string, { owned, own, theirs, rounds, folder, tell }: Serving, signal: AbortSignal) {
  const [first, second] = processors()
  const cases = SERVED_CASES.filter(({ together }) => together || second !== undefined)
  const server = await startServer(folder, owned, first)
  if ('missing' in server) tell(`a file server in C is left out: ${server.missing}`)
  const path = join(folder, 'window')
  const ours = await startHelper(programCommand('serve', JSON.stringify(owned), path, String(first))).catch(() => null)
  if (ours === null) tell("windows of kind fuse are left out, for nothing can be mounted: see 'crossmem doctor'")
  const read = async (file: string, { name, bytes, together }: ServedCase, into: Figures) => {
    const command = readCommand(reader, file, '0', bytes, together ? first : second)
    const [{ microseconds }] = await runCommand<CopyFigure>(command, signal)
    add(into, name, microseconds)
  }
  try {
    for (let round = 0; round < rounds && ours !== null; round++) {
      for (const served of cases) {
        await read(path, served, own)
        if ('file' in server) await read(server.file, served, theirs)
      }
    }
  } finally {
    await ours?.end()
    if ('file' in server) await server.end()
  }
}

async function startServer(
  folder: string,
  { pid, address }: Owned,
  cpu: number,
): Promise<{ file: string; end(): Promise<void> } | { missing: string }> {
  const options = await optionsOf('fuse3')
  if (options === null) return { missing: 'pkg-config does not know fuse3 (package libfuse3-dev)' }
  const built = await buildPeer('fuse-server', folder, options)
  if ('missing' in built) return built
  const at = join(folder, 'served')
  mkdirSync(at)
  try {
    const { end } = await startHelper([built.path, at, ...[pid, address, SERVED_BYTES, cpu].map(String)])
    return { file: join(at, 'window'), end }
  } catch (error) {
    return { missing: (error as Error).message }
  }
}

function readCommand(reader: string, file: string, offset: string, bytes: number, cpu: number): string[] {
  return [reader, file, offset, ...[bytes, callsInARow(bytes), C_SECONDS, cpu].map(String)]
}

function add(figures: Figures, name: string, value: number): void {
  const list = figures.get(name)
  if (list === undefined) figures.set(name, [value])
  else list.push(value)
}

function report(results: readonly Result[], rounds: number): string {
  const header = ['', 'µs', 'least', 'most', 'MB/s', 'beside', 'µs', 'ratio']
  const rows = results.map(({ name, bytes, microseconds: { median, min, max }, peer, peerMicroseconds }) => [
    name,
    ...[median, min, max].map(formatNumber),
    formatNumber(bytes / median),
    ...(peer === null || peerMicroseconds === null
      ? ['', '', '']
      : [peer, formatNumber(peerMicroseconds.median), formatNumber(median / peerMicroseconds.median)]),
  ])
  const notes = [
    'Windows of kind memfd and mem are read by pread() of a Vmfd; a copy is into.set(from), of the mapped memory itself.',
    'Windows of kind fuse are read by a C program, beside a minimal server in C with libfuse that shows the same memory, in turns;',
    '  either server runs on one processor, and the reader on the same or on another one.',
    'Ratio: our time by the other, below 1 we are faster. The same bytes are read again and again, for all.',
    'A figure is the median of a turn, then of the rounds; least and most are of the rounds.',
    `Machine: ${describeMachine()}.`,
  ]
  const title = `reading from windows; µs: median, least and most of ${rounds} rounds`
  const lines = notes.map((note) => (note.startsWith(' ') ? note : `- ${note}`))
  return `${title}\n\n${renderTable(header, rows)}\n\n${lines.join('\n')}\n`
}
