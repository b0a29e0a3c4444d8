import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { CrossmemError } from '../../src/errors.ts'
import { type Figure, parseFigures } from './figure.ts'

const LIMIT_MILLISECONDS = 120_000

/** What a program measured, and what it had to say besides. */
export interface Outcome {
  figures: Figure[]
  said: string
}

/**
 * Starts a program that measures the given sizes, and waits for its end.
 * @throws CrossmemError ERR_BENCH_PROGRAM when it cannot be started, fails, takes over two minutes, or leaves out a size
 */
export async function execute(
  [file, ...args]: readonly string[],
  sizes: readonly number[],
  signal: AbortSignal,
): Promise<Outcome> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MILLISECONDS)])
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], signal: limited })
  const output = collect(child.stdout)
  const said = collect(child.stderr)
  let error: Error | null = null
  child.once('error', (reason) => {
    error = reason.cause instanceof Error ? reason.cause : reason
  })
  // Waiting for the end in any case: a program that was told to stop may still be using the processors.
  const [code, killedBy] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('close', (...end) => resolve(end))
  })
  const command = [file, ...args].join(' ')
  if (error !== null) throw failure(`${command} failed: ${(error as Error).message}`)
  const figures = parseFigures(output.join(''))
  if (code === 0 && sizes.every((bytes, index) => figures[index]?.bytes === bytes)) {
    return { figures, said: said.join('').trim() }
  }
  const end = code === null ? `was ended by ${killedBy}` : `ended with exit code ${code} and ${figures.length} figures`
  throw failure(`${command} ${end}; it said:\n${said.join('').trim() || output.join('').trim() || 'nothing'}`)
}

/** What a stream gives, growing as it comes. */
function collect(stream: Readable): string[] {
  const parts: string[] = []
  stream.setEncoding('utf8').on('data', (part: string) => parts.push(part))
  return parts
}

function failure(message: string): CrossmemError {
  return new CrossmemError('ERR_BENCH_PROGRAM', message)
}
