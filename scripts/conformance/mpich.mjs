import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstError } from './run.mjs'

const DIRECTORIES = ['attr', 'basic', 'coll', 'comm', 'datatype', 'errhan', 'group', 'info', 'init', 'pt2pt', 'topo']
const SECONDS = 120
const MOST_SECONDS = 300
const MOST_GIGABYTES = 8

// The suite's configure would write these after it has tried the compiler.
const CONFIG = `
#define HAVE_STDARG_H 1
#define HAVE_STRING_H 1
#define HAVE_SYS_TIME_H 1
#define HAVE_SYS_RESOURCE_H 1
#define HAVE_UNISTD_H 1
#define HAVE_LONG_DOUBLE 1
#define HAVE_LONG_LONG 1
#define HAVE_LONG_LONG_INT 1
#define HAVE_LONG_DOUBLE__COMPLEX 1
#define HAVE__BOOL 1
#define HAVE_STRDUP 1
#define HAVE_USLEEP 1
#define HAVE_MPI_INIT_THREAD 1
#define HAVE_MPI_TYPE_CREATE_STRUCT 1
#define HAVE_MPI_WIN_CREATE 1
#define USE_LONG_DOUBLE_COMPLEX 1
#define POINTERINT_t int
#define THREAD_PACKAGE_NAME THREAD_PACKAGE_NONE
`

const NEEDS = [
  ['threads', /\bpthread_|\bMTest_Start_thread\b/],
  ['processes that are started later', /\bMPI_Comm_(spawn|connect|accept|join)\w*\b/],
  ['the tools interface', /\bMPI_T_\w+\(/],
  ["MPICH's own extensions", /\bMPIX_\w+\(/],
]

/** MPICH's test/mpi: the C programs that its test lists name, each once for every number of ranks and list of arguments. */
export function mpichTests(checkout, work) {
  const root = join(checkout, 'test/mpi')
  const generated = join(work, 'mpich')
  mkdirSync(join(generated, 'include'), { recursive: true })
  writeFileSync(join(generated, 'include/mpitestconf.h'), CONFIG)
  // For names that MPICH has and others lack: none is used where they are.
  writeFileSync(join(generated, 'include/mtest_mpix.h'), '')
  // Included as "../dtpoolsconf.h".
  writeFileSync(join(generated, 'dtpoolsconf.h'), '')
  const pools = join(root, 'dtpools')
  const library = [
    ...['mtest.c', 'mtest_common.c', 'mtest_single.c'].map((name) => join(root, 'util', name)),
    ...readdirSync(join(pools, 'src'))
      .filter((name) => name.endsWith('.c'))
      .map((name) => join(pools, 'src', name)),
  ]
  const folders = [join(generated, 'include'), join(root, 'include'), join(pools, 'include')]
  const tests = DIRECTORIES.flatMap((directory) => testsIn(root, directory, { library, folders }))
  return { suite: 'MPICH', version: versionOf(checkout), tests }
}

function versionOf(checkout) {
  const text = readFileSync(join(checkout, 'maint/version.m4'), 'utf8')
  return text.match(/MPICH_VERSION_m4\],\[([^\]]+)\]/)?.[1] ?? 'unknown'
}

function testsIn(root, directory, { library, folders }) {
  const makefile = readFileSync(join(root, directory, 'Makefile.am'), 'utf8').replace(/\\\n/g, ' ')
  const variable = (name) =>
    makefile
      .match(new RegExp(`^${name}\\s*=(.*)$`, 'm'))?.[1]
      .trim()
      .split(/\s+/) ?? []
  const tests = []
  const seen = new Set()
  for (const line of linesOf(root, directory, variable('noinst_PROGRAMS'))) {
    const [program, ranks = '2', ...settings] = line.split(/\s+/)
    const of = (key) => settings.filter((word) => word.startsWith(`${key}=`)).map((word) => word.slice(key.length + 1))
    const args = of('arg')
    const name = `${directory}/${[program, ranks, ...args].join(' ')}`
    // The same again with other settings of MPICH itself, or on a GPU.
    if (seen.has(name) || args.some((arg) => /mem(type)?=(device|reg_host|shared)/.test(arg))) continue
    seen.add(name)
    const own = variable(`${program}_SOURCES`).filter((source) => source.endsWith('.c'))
    const sources = (own.length > 0 ? own : [`${program}.c`]).map((source) => join(root, directory, source))
    if (!sources.every((source) => existsSync(source))) continue
    if (variable(`${program}_LDADD`).includes('$(LDADDDATA)')) sources.push(join(root, 'util/dtypes.c'))
    const text = sources.map((source) => readFileSync(source, 'utf8')).join('\n')
    // Some bring a function that the suite's own main() calls.
    if (!/\bmain\s*\(/.test(text)) sources.push(join(root, 'util/run_mpitests.c'))
    tests.push({
      name,
      directory,
      needs: tooMuch(Number(of('mem')[0] ?? 0), Number(ranks)) ?? NEEDS.find(([, pattern]) => pattern.test(text))?.[0],
      sources: [...sources, ...library],
      flags: variable(`${program}_CPPFLAGS`).filter((flag) => flag.startsWith('-D')),
      folders: [...folders, join(root, directory)],
      ranks: Number(ranks),
      args,
      env: Object.fromEntries(of('env').map((pair) => pair.split('='))),
      seconds: Math.min(Number(of('timeLimit')[0] ?? SECONDS), MOST_SECONDS),
      judge: JUDGES[of('resultTest')[0] ?? (directory === 'basic' ? 'TestBench' : 'TestNormal')],
    })
  }
  return tests
}

/** What a test needs whose list says that it takes so many GB in all. */
function tooMuch(gigabytes, ranks) {
  if (gigabytes / ranks > 3) return 'more than 4 GiB in a rank'
  return gigabytes > MOST_GIGABYTES ? `more than ${MOST_GIGABYTES} GB in all` : undefined
}

/** The lines of a directory's test lists; `basic` has none: its programs run on two ranks, but for the one that talks to itself. */
function linesOf(root, directory, programs) {
  if (directory === 'basic') return programs.map((program) => `${program} ${program === 'self' ? 1 : 2}`)
  return ['testlist', 'testlist.in']
    .map((name) => join(root, directory, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .map((line) => line.trim())
    .filter((line) => /^[a-z]/i.test(line))
}

/** The suite's own rules: what a program has to print, and what its exit code means. */
function normal({ code, output }) {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const stray = lines.filter((line) => !/^\s*(No [Ee]rrors|Test Skipped)\s*$/.test(line))
  if (stray.length > 0) return firstError(stray.join('\n'))
  if (lines.length === 0) return 'it did not say "No Errors"'
  return zero({ code, output })
}

const zero = ({ code, output }) => (code === 0 ? null : `exit code ${code}: ${firstError(output)}`)
const notZero = ({ code }) => (code !== 0 ? null : 'exit code 0, where another one was expected')

const JUDGES = {
  TestNormal: normal,
  TestAllowWarnings: normal,
  TestBench: zero,
  TestStatus: notZero,
  TestErrFatal: notZero,
}
