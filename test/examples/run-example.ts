import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')

/** Runs the compiled example `name` (such as 'npb/is') with `args` on `ranks` ranks, to its end. */
export function runExample(name: string, ranks: number, args: string[] = []) {
  const launcher = [join(ROOT, 'dist/src/cli/main.js'), 'run', '-n', String(ranks)]
  const program = join(ROOT, 'dist/examples', `${name}.js`)
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [...launcher, program, ...args], {
    encoding: 'utf8',
    timeout: 100_000,
  })
  if (error) throw error
  return { status, stdout, stderr }
}
