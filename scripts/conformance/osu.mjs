import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { firstError } from './run.mjs'

const KINDS = ['pt2pt', 'collective', 'startup']
const RANKS = [2, 4]
const SECONDS = 60
// It goes on to messages of 128 MiB.
const OLDER_SECONDS = 300

// What programs of the suite name, whether they use it or not, and the C library for WebAssembly lacks.
const STAND_INS = {
  'pthread.h': `#pragma once
#include <sys/types.h>
#include <time.h>
#define PTHREAD_MUTEX_INITIALIZER {{{0}}}
#define PTHREAD_COND_INITIALIZER {{{0}}}
`,
  'stand-ins.c': `
int hipSetDevice(int device) { return device; }
int popen(const char *command, const char *mode) { return (void)command, (void)mode, 0; }
int pclose(int stream) { return stream; }
int system(const char *command) { return (void)command, -1; }
int WEXITSTATUS(int status) { return status; }
`,
}

// glibc's own names, and what the suite's configure would define.
const FLAGS = [
  ...[8, 16, 32, 64].map((bits) => `-D__int${bits}_t=int${bits}_t`),
  '-DFIELD_WIDTH=20',
  '-DFLOAT_PRECISION=2',
]

/** The OSU micro-benchmarks for MPI, point-to-point and collective, with validation where the program has it. */
export function osuTests(checkout, work) {
  const generated = join(work, 'osu')
  mkdirSync(generated, { recursive: true })
  for (const [name, text] of Object.entries(STAND_INS)) writeFileSync(join(generated, name), text)
  const version = readFileSync(join(checkout, 'CHANGES'), 'utf8').match(/v(\d[\d.]*)/)[1]
  const newer = existsSync(join(checkout, 'c/mpi'))
  const root = join(checkout, newer ? 'c/mpi' : 'mpi')
  const util = join(checkout, 'c/util')
  const common = newer
    ? readdirSync(util).filter((name) => /^osu_util(_(mpi|graph|papi|validation))?\.c$/.test(name))
    : []
  const library = common.map((name) => join(util, name))
  const tests = []
  for (const folder of foldersIn(root)) {
    const programs = readdirSync(folder).filter(
      (name) => /^osu_\w+\.c$/.test(name) && !/^osu_(pt2pt|coll)\.c$/.test(name),
    )
    const helpers = ['osu_pt2pt.c', 'osu_coll.c', 'utils/osu_bw_fan_util.c']
      .map((name) => join(folder, name))
      .filter((path) => existsSync(path))
    for (const program of programs) {
      const source = join(folder, program)
      for (const ranks of RANKS) {
        const name = basename(program, '.c')
        const directory = folder.slice(root.length + 1)
        if (ranks !== 2 ? onlyTwo(name) : directory.endsWith('neighborhood')) continue
        tests.push({
          name: `${directory}/${name} ${ranks}`,
          directory,
          needs: needsOf(name),
          // The older osu_mbw_mr is whole by itself.
          sources: [
            source,
            join(generated, 'stand-ins.c'),
            ...(newer || name !== 'osu_mbw_mr' ? helpers : []),
            ...library,
          ],
          flags: FLAGS,
          folders: [generated, folder, join(folder, 'utils'), util].filter((path) => existsSync(path)),
          ranks,
          args: argumentsFor(name, directory, newer),
          seconds: newer ? SECONDS : OLDER_SECONDS,
          judge,
        })
      }
    }
  }
  return { suite: `OSU ${version}`, version, tests }
}

function foldersIn(root) {
  return KINDS.flatMap((kind) => {
    const folder = join(root, kind)
    const below = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== 'utils',
    )
    return below.length > 0 ? below.map(({ name }) => join(folder, name)) : [folder]
  })
}

function onlyTwo(name) {
  return /^osu_(bw|bibw|latency)(_persistent|_mt|_mp)?$/.test(name)
}

function needsOf(name) {
  if (name.endsWith('_mt')) return 'threads'
  if (name.endsWith('_mp')) return 'fork'
  if (/_fan_(in|out)$/.test(name)) return 'several machines'
  return undefined
}

/** Few iterations, up to 64 KiB, and validation: what is asked is whether it works. */
function argumentsFor(name, directory, newer) {
  if (directory === 'startup' || /barrier/.test(name)) return directory === 'startup' ? [] : ['-i', '100']
  if (!newer) return directory === 'pt2pt' ? olderPairArguments(name) : ['-m', '65536', '-i', '20', '-x', '5']
  return ['-m', '65536', '-i', '20', '-x', '5', '-c']
}

function olderPairArguments(name) {
  return /^osu_(bw|bibw|latency)$/.test(name) ? ['-i', '20', '-x', '5'] : []
}

function judge({ code, output }) {
  if (code !== 0) return `exit code ${code}: ${firstError(output)}`
  if (/\bFail(ed)?\b/.test(output))
    return `validation failed: ${output
      .split('\n')
      .find((line) => /Fail/.test(line))
      .trim()}`
  return output.includes('# OSU') ? null : 'it printed nothing'
}
