import { describeMachine } from '../harness/machine.ts'
import { type Summary, summarize } from '../harness/statistics.ts'
import { formatNumber, renderTable } from '../harness/table.ts'
import { CASES, type CopyFigure, REGION_CASES } from './cases.ts'
import type { CopyBenchOptions } from './options.ts'
import { buildPeer, runCommand, runProgram, startOwner } from './start.ts'

const C_SECONDS = 0.15

/** A line of `--json`. */
interface Result {
  benchmark: 'copy'
  name: string
  /** 0 where nothing is moved. */
  bytes: number
  microseconds: Summary
  /** process_vm_readv called from C; null where it was not measured. */
  peerMicroseconds: Summary | null
}

/**
 * Measures copies from another process by each engine, in turns with the bare system call from C, and what a region costs.
 * @throws CrossmemError ERR_BENCH_PROGRAM
 */
export async function benchCopy({ rounds, json, folder, tell }: CopyBenchOptions, signal: AbortSignal): Promise<void> {
  const peer = await buildPeer('process-vm', folder)
  if ('missing' in peer) tell(`process_vm_readv from C is left out: ${peer.missing}`)
  const { owned, owner } = await startOwner()
  const own: CopyFigure[] = []
  const theirs: CopyFigure[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      own.push(...(await runProgram<CopyFigure>('copies', owned, signal)))
      for (const { name, bytes, parts, peer: measured } of CASES) {
        if (!measured || 'missing' in peer) continue
        const command = [peer.path, owned.pid, owned.address, bytes, parts, C_SECONDS].map(String)
        const [{ microseconds }] = await runCommand<CopyFigure>(command, signal)
        theirs.push({ name, microseconds })
      }
    }
  } finally {
    await owner.end()
  }
  const results = [...CASES, ...REGION_CASES.map((name) => ({ name, bytes: 0 }))].map(({ name, bytes }): Result => {
    const of = (figures: readonly CopyFigure[]) =>
      figures.filter((figure) => figure.name === name).map(({ microseconds }) => microseconds)
    const beside = of(theirs)
    const peerMicroseconds = beside.length === 0 ? null : summarize(beside)
    return { benchmark: 'copy', name, bytes, microseconds: summarize(of(own)), peerMicroseconds }
  })
  process.stdout.write(json ? results.map((result) => `${JSON.stringify(result)}\n`).join('') : report(results, rounds))
}

function report(results: readonly Result[], rounds: number): string {
  const header = ['', 'µs', 'least', 'most', 'MB/s', 'C µs', 'ratio']
  const rows = results.map(({ name, bytes, microseconds: { median, min, max }, peerMicroseconds: peer }) => [
    name,
    ...[median, min, max].map(formatNumber),
    bytes === 0 ? '' : formatNumber(bytes / median),
    ...(peer === null ? ['', ''] : [formatNumber(peer.median), formatNumber(median / peer.median)]),
  ])
  const notes = [
    'Another process owns the memory and is idle; copies go from its region into a buffer, by the cookie.',
    'C is process_vm_readv(2) in a loop, in turns; ratio: our time by its, below 1 we are faster.',
    'The same buffers are copied again and again: up to some MiB they stay in the cache, for both.',
    'A figure is the median of a turn, then of the rounds; least and most are of the rounds.',
    `Machine: ${describeMachine()}.`,
  ]
  const title = `copies between two processes; µs: median, least and most of ${rounds} rounds`
  return `${title}\n\n${renderTable(header, rows)}\n\n${notes.map((note) => `- ${note}`).join('\n')}\n`
}
