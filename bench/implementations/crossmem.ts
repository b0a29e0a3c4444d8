import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { processors } from '../../src/os/affinity.ts'
import { FORCIBLE } from '../../src/transport/protocol.ts'
import type { Implementation, Job } from './implementation.ts'

const CLI = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
const PACKAGE = new URL('../../../package.json', import.meta.url)

/** The ways that crossmem can be made to take: protocols that are forced, or loans instead of copies. */
export const WAYS = [...FORCIBLE, 'borrowed'] as const
export type Way = (typeof WAYS)[number]

/** crossmem itself, as `crossmem run` starts it; `protocol` null: crossmem chooses. Ranks are bound where each has a processor of its own. */
export function crossmem({ name, ranks }: Job, memory: 'arena' | 'ordinary', protocol: Way | null): Implementation {
  const program = fileURLToPath(new URL(`../programs/${name}.js`, import.meta.url))
  const bound = ranks <= processors().length ? ['--bind'] : []
  const forced = protocol === null || protocol === 'borrowed' ? [] : ['--protocol', protocol]
  const run = [process.execPath, CLI, 'run', '-n', String(ranks), ...bound, ...forced, program]
  return {
    name: 'crossmem',
    label: ['crossmem', `${memory} memory`, ...(protocol === null ? [] : [`protocol ${protocol}`])].join(', '),
    memory,
    protocol: protocol ?? 'any',
    version: `crossmem ${JSON.parse(readFileSync(PACKAGE, 'utf8')).version}`,
    command: (task) => [...run, ...task, memory, ...(protocol === 'borrowed' ? [protocol] : [])],
  }
}
