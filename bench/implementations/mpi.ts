import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Implementation, Missing, Preparation, Prepare } from './implementation.ts'

const run = promisify(execFile)
const SOURCES = fileURLToPath(new URL('../../../bench/peers/mpi/', import.meta.url))

/** An MPI library: how to recognise its compiler wrapper, and how its launcher binds. */
interface Library {
  name: string
  title: string
  /** Answered by this library's wrapper only. */
  recognise: string
  version: { command: string; pattern: RegExp }
  bind(processors: readonly number[]): string[]
}

const OPEN_MPI: Library = {
  name: 'openmpi',
  title: 'Open MPI',
  recognise: '--showme:version',
  version: { command: '--version', pattern: /\(Open MPI\) (\S+)|\(OpenRTE\) (\S+)/ },
  bind: (processors) => [
    ...(process.getuid?.() === 0 ? ['--allow-run-as-root'] : []),
    ...['--cpu-set', processors.join(','), '--bind-to', 'cpu-list:ordered'],
  ],
}

const MPICH: Library = {
  name: 'mpich',
  title: 'MPICH',
  recognise: '-show',
  version: { command: '--version', pattern: /Version:\s+(\S+)/ },
  bind: (processors) => ['-bind-to', `user:${processors.join(',')}`],
}

export const openmpi: Prepare = (preparation) => prepare(OPEN_MPI, preparation)
export const mpich: Prepare = (preparation) => prepare(MPICH, preparation)

async function prepare(
  library: Library,
  { benchmark, processors, folder }: Preparation,
): Promise<Implementation | Missing> {
  if (new Set(processors).size < benchmark.ranks) {
    return {
      missing: `its ranks never sleep, so that each needs a processor, and there are ${new Set(processors).size}`,
    }
  }
  const suffix = await findSuffix(library)
  if (suffix === null) return { missing: `no mpicc of ${library.title} is installed` }
  const program = join(folder, `${benchmark.name}.${library.name}`)
  const launcher = `mpirun${suffix}`
  try {
    // -w: what the library's own header makes the compiler say is not ours to read.
    await run(`mpicc${suffix}`, ['-O3', '-w', '-o', program, join(SOURCES, `${benchmark.name}.c`)])
    const { stdout } = await run(launcher, [library.version.command])
    const version = library.version.pattern.exec(stdout)?.slice(1).find(Boolean) ?? 'of an unknown version'
    return {
      name: library.name,
      label: library.name,
      memory: 'ordinary',
      protocol: 'default',
      version: `${library.title} ${version}`,
      command: (task) => [
        ...[launcher, '-n', String(benchmark.ranks), ...library.bind(processors)],
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
