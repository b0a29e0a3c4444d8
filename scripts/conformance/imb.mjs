import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstError } from './run.mjs'

const TARGETS = ['MPI1', 'NBC']
const RANKS = [2, 4]
const SECONDS = 300

/** The Intel MPI Benchmarks' C build: each benchmark runs to its end. */
export function imbTests(checkout) {
  const folder = join(checkout, 'src_c')
  const makefile = readFileSync(join(folder, 'Makefile'), 'utf8').replace(/\\\n/g, ' ')
  const tests = TARGETS.flatMap((target) => {
    const [, list] = makefile.match(new RegExp(`"\\$\\(TARGET\\)" "${target}"\\s+SRC\\s*=(.*)`))
    return RANKS.map((ranks) => ({
      name: `IMB-${target} ${ranks}`,
      directory: `IMB-${target}`,
      sources: list
        .trim()
        .split(/\s+/)
        .map((name) => join(folder, name)),
      flags: [`-D${target}`, '-DIMB2018'],
      folders: [folder],
      ranks,
      args: ['-iter', '20', '-msglog', '0:20', '-time', '0.1'],
      seconds: SECONDS,
      judge,
    }))
  })
  return { suite: 'IMB', version: versionOf(folder), tests }
}

function versionOf(folder) {
  const versions = [...readFileSync(join(folder, 'IMB_g_info.c'), 'utf8').matchAll(/VERSION\s*=\s*"([\d.]+)"/g)]
  return versions.at(-1)?.[1] ?? 'unknown'
}

function judge({ code, output }) {
  if (code !== 0) return `exit code ${code}: ${firstError(output)}`
  return /All processes entering MPI_Finalize/.test(output) ? null : 'it did not come to its end'
}
