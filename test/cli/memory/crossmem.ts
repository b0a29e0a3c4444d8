import { spawnSync } from 'node:child_process'
import { CLI } from '../../support/ranks.ts'

/** What a command prints and ends with. The standard output is bytes. */
export function crossmem(...args: readonly (string | number | bigint)[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args.map(String)], { maxBuffer: 2 ** 28 })
  return { status, bytes: stdout, stdout: stdout.toString('latin1'), stderr: stderr.toString() }
}
