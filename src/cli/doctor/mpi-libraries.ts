import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { executables } from './executables.ts'
import type { Finding } from './finding.ts'

type MpiName = 'openmpi' | 'mpich'

interface Kind {
  readonly name: MpiName
  readonly title: string
  readonly launchers: readonly string[]
  readonly compilers: readonly string[]
  /** What `launcher --version` prints. */
  readonly launcherVersion: RegExp
  /** The option that makes the compiler wrapper tell its own version and not the compiler's, and what it prints then. */
  readonly compilerOption: string
  readonly compilerVersion: RegExp
  /** What only this library's own file contains. */
  readonly libraryMark: string
  /** Debian's packages. */
  readonly packages: string
}

const KINDS: readonly Kind[] = [
  {
    name: 'openmpi',
    title: 'Open MPI',
    launchers: ['mpirun.openmpi', 'mpirun', 'mpiexec', 'orterun'],
    compilers: ['mpicc.openmpi', 'mpicc'],
    launcherVersion: /\((?:Open MPI|OpenRTE)\) (\S+)/,
    compilerOption: '--showme:version',
    compilerVersion: /Open MPI (\S+)/,
    libraryMark: 'Open MPI v',
    packages: 'openmpi-bin libopenmpi-dev',
  },
  {
    name: 'mpich',
    title: 'MPICH',
    launchers: ['mpirun.mpich', 'mpiexec.hydra', 'mpirun', 'mpiexec'],
    compilers: ['mpicc.mpich', 'mpicc'],
    launcherVersion: /HYDRA build details:\s+Version:\s+(\S+)/,
    compilerOption: '-v',
    compilerVersion: /for MPICH version (\S+)/,
    libraryMark: 'MPICH Version',
    packages: 'mpich libmpich-dev',
  },
]

/** Where to look for MPI libraries, and how long a program may take to tell its version. */
export interface MpiSearch {
  /** As the variable PATH has it. */
  readonly path: string
  readonly folders: readonly string[]
  readonly milliseconds: number
}

/** Which MPI libraries are installed. They are asked themselves: file names alone do not tell one from the other. */
export async function checkMpiLibraries(search: MpiSearch = ordinarySearch()): Promise<Finding[]> {
  return Promise.all(KINDS.map((kind) => checkKind(kind, search)))
}

async function checkKind(kind: Kind, search: MpiSearch): Promise<Finding> {
  const [launcher, compiler] = await Promise.all([
    ask(executables(kind.launchers, search.path), '--version', kind.launcherVersion, search.milliseconds),
    ask(executables(kind.compilers, search.path), kind.compilerOption, kind.compilerVersion, search.milliseconds),
  ])
  const beside = [launcher, compiler].flatMap((tool) => (tool === null ? [] : foldersBeside(tool.path)))
  const library = findLibrary(kind, [...beside, ...search.folders])
  return mpiFinding(kind, launcher, compiler, library)
}

interface Tool {
  readonly path: string
  readonly version: string
}

function mpiFinding(kind: Kind, launcher: Tool | null, compiler: Tool | null, library: string | null): Finding {
  const found = [
    launcher === null ? null : `launcher ${launcher.path}`,
    compiler === null ? null : `compiler wrapper ${compiler.path}`,
    library === null ? null : `library ${library}`,
  ].filter((part) => part !== null)
  const version = launcher?.version ?? compiler?.version ?? null
  const complete = launcher !== null && compiler !== null
  return {
    name: kind.name,
    status: complete ? 'ok' : found.length > 0 ? 'limited' : 'no',
    found:
      found.length > 0
        ? `${kind.title}${version === null ? '' : ` ${version}`}: ${found.join(', ')}.`
        : `${kind.title} was not found.`,
    why: complete
      ? 'Its programs were asked for their version.'
      : `No ${launcher === null ? 'mpirun' : 'mpicc'} on the PATH says that it is ${kind.title}'s.`,
    effect: complete
      ? `crossmem needs no MPI library; crossmem bench --peers ${kind.name} compares with this one.`
      : `crossmem needs no MPI library; crossmem bench --peers ${kind.name} says that it is missing, and skips it.`,
    change: complete
      ? []
      : [{ command: `apt-get install ${kind.packages}`, note: 'on Debian; only to compare with it' }],
    facts: {
      version,
      launcher: launcher?.path ?? null,
      compiler: compiler?.path ?? null,
      library,
    },
  }
}

/** The first of the programs whose output says that it belongs to the library asked for. */
async function ask(programs: string[], option: string, version: RegExp, milliseconds: number): Promise<Tool | null> {
  for (const path of programs) {
    const match = version.exec(await output(path, option, milliseconds))
    if (match !== null) return { path, version: match[1] }
  }
  return null
}

/** What a program prints, whatever its exit code; nothing when it takes too long. */
function output(program: string, option: string, milliseconds: number): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout: milliseconds, killSignal: 'SIGKILL', maxBuffer: 1 << 20 } as const
    const child = execFile(program, [option], options, (_error, stdout, stderr) => resolve(stdout + stderr))
    child.stdin?.end()
  })
}

function findLibrary(kind: Kind, folders: readonly string[]): string | null {
  for (const folder of new Set(folders)) {
    for (const file of namesIn(folder).filter((name) => /^libmpi(ch)?\.so(\.[\d.]+)?$/.test(name))) {
      const path = join(folder, file)
      if (contains(path, kind.libraryMark)) return path
    }
  }
  return null
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

function contains(path: string, mark: string): boolean {
  try {
    return readFileSync(path).includes(mark)
  } catch {
    return false
  }
}

/** An installation of its own has its libraries next to its programs. */
function foldersBeside(program: string): string[] {
  const root = dirname(dirname(realpathSync(program)))
  return [join(root, 'lib'), join(root, 'lib64')]
}

function ordinarySearch(): MpiSearch {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'
  const system = [`/usr/lib/${triplet}`, '/usr/lib64', '/usr/lib', '/usr/local/lib64', '/usr/local/lib']
  return {
    path: process.env.PATH ?? '',
    folders: [
      ...(process.env.LD_LIBRARY_PATH ?? '').split(':').filter(Boolean),
      ...system.flatMap((folder) => [folder, join(folder, 'openmpi/lib'), join(folder, 'mpich/lib')]),
    ],
    milliseconds: 5000,
  }
}
