import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Implementation, Missing, Preparation, Prepare } from './implementation.ts'

const run = promisify(execFile)
const SOURCES = fileURLToPath(new URL('../../../bench/peers/mpi/', import.meta.url))

/** An MPI library: how to recognise its compiler wrapper, and what its launcher is told. */
interface Library {
  name: string
  title: string
  /** Answered by this library's wrapper only. */
  recognise: string
  version: { command: string; pattern: RegExp }
  /** What the launcher always needs. */
  always: string[]
  bind(processors: readonly number[]): string[]
  /** What it needs where ranks outnumber processors, and are not bound. */
  crowd: string[]
}

const OPEN_MPI: Library = {
  name: 'openmpi',
  title: 'Open MPI',
  recognise: '--showme:version',
  version: { command: '--version', pattern: /\(Open MPI\) (\S+)|\(OpenRTE\) (\S+)/ },
  always: process.getuid?.() === 0 ? ['--allow-run-as-root'] : [],
  bind: (processors) => ['--cpu-set', processors.join(','), '--bind-to', 'cpu-list:ordered'],
  crowd: ['--bind-to', 'none', '--oversubscribe', '--mca', 'mpi_yield_when_idle', '1'],
}

const MPICH: Library = {
  name: 'mpich',
  title: 'MPICH',
  recognise: '-show',
  version: { command: '--version', pattern: /Version:\s+(\S+)/ },
  always: [],
  bind: (processors) => ['-bind-to', `user:${processors.join(',')}`],
  crowd: [],
}

export const openmpi: Prepare = (preparation) => prepare(OPEN_MPI, preparation)
export const mpich: Prepare = (preparation) => prepare(MPICH, preparation)

async function prepare(library: Library, { job, processors, folder }: Preparation): Promise<Implementation | Missing> {
  const crowded = new Set(processors).size < job.ranks
  if (crowded && !job.mayCrowd) {
    return {
      missing: `its ranks never sleep, so that each needs a processor, and there are ${new Set(processors).size}`,
    }
  }
  const suffix = await findSuffix(library)
  if (suffix === null) return { missing: `no mpicc of ${library.title} is installed` }
  const program = join(folder, `${job.name}.${library.name}`)
  const launcher = `mpirun${suffix}`
  try {
    // -w: what the library's own header makes the compiler say is not ours to read.
    await run(`mpicc${suffix}`, ['-O3', '-w', '-o', program, join(SOURCES, `${job.name}.c`), '-lm'])
    const { stdout } = await run(launcher, [library.version.command])
    const version = library.version.pattern.exec(stdout)?.slice(1).find(Boolean) ?? 'of an unknown version'
    return {
      name: library.name,
      label: library.name,
      memory: 'ordinary',
      protocol: 'default',
      version: `${library.title} ${version}`,
      command: (task) => [
        ...[launcher, '-n', String(job.ranks), ...library.always],
        ...(crowded ? library.crowd : library.bind(processors)),
        ...[program, ...task],
      ],
    }
  } catch (error) {
    return {
      missing: `building or starting its program failed: ${(error as Error).message.trim().replaceAll('\n', ' / ')}`,
    }
  }
}

/** What to append to mpicc and mpirun: Debian names them apart, elsewhere the plain ones may be this library's. */
async function findSuffix(library: Library): Promise<string | null> {
  for (const suffix of [`.${library.name}`, '']) {
    try {
      const { stdout } = await run(`mpicc${suffix}`, [library.recognise])
      if (stdout.toLowerCase().includes(library.name === 'mpich' ? 'mpich' : 'open mpi')) return suffix
    } catch {
      // Not installed under this name, or another library's, which does not know the option.
    }
  }
  return null
}
