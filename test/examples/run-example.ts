import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const DIST = join(import.meta.dirname, '../..')

/**
 * Runs the compiled example `name` (such as 'npb/is') with `args` on `ranks` ranks, to its end.
 *
 * @param options of `crossmem run`
 */
export function runExample(name: string, ranks: number, args: string[] = [], options: string[] = []) {
  return runCompiled(`examples/${name}.js`, ranks, args, options)
}

/** Runs the compiled program at `path`, from dist/, likewise. */
export function runCompiled(path: string, ranks: number, args: string[] = [], options: string[] = []) {
  const launcher = [join(DIST, 'src/cli/main.js'), 'run', '-n', String(ranks), ...options]
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [...launcher, join(DIST, path), ...args], {
    encoding: 'utf8',
    timeout: 100_000,
  })
  if (error) throw error
  return { status, stdout, stderr }
}
