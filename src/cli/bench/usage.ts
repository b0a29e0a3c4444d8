import { benchmarks } from '../../../bench/benchmarks/index.ts'
import { WAYS } from '../../../bench/implementations/crossmem.ts'
import { peers } from '../../../bench/implementations/index.ts'
import { COLLECTIVES } from '../../../bench/suites/collectives.ts'
import { GRID } from '../../../bench/suites/grid.ts'

export const MEMORIES = ['arena', 'ordinary'] as const
export const EXCHANGES: readonly string[] = benchmarks.map(({ name }) => name)
export const COLLECTIVE_NAMES: readonly string[] = COLLECTIVES.map(({ name }) => name)

export const USAGE = `Usage: crossmem bench BENCHMARK [options]

Measures crossmem, alone or in turns with others, and prints tables.

Messages between two ranks: ${EXCHANGES.join(', ')}
  --protocol LIST   protocols to force, one after another: ${WAYS.join(', ')}
                    (crossmem chooses)

Collectives, of all ranks: ${wrap(COLLECTIVE_NAMES, 27)}
collectives: ${GRID.join(', ')}, and what they come to
  --ranks LIST      numbers of ranks (2,4,8)
  --only LIST       with collectives: others than those

rings: HPC Challenge's effective bandwidth, by two copies, attached and mapped
  --ranks LIST      numbers of ranks (2,4,8,16)
  --seed N          of the randomly ordered rings, from 1 (it is told)

All of them
  --sizes LIST      sizes in bytes, such as 8,64K,1M
  --memory LIST     where buffers lie: ${MEMORIES.join(', ')} (both; not for rings)
  --peers LIST      who else does the same work, in turns: all, or some of
                    ${Object.keys(peers).join(', ')} (nobody)
  --rounds N        how often everybody has a turn (5; collectives and rings 3)
  --report FILE     writes a page with plots, as HTML
  --json            an object a line instead of tables
  --help            this text
`

/** Words with commas between, in lines of which the first begins after some characters. */
function wrap(words: readonly string[], begun: number): string {
  const lines = ['']
  let room = 78 - begun
  words.forEach((word, index) => {
    const text = index < words.length - 1 ? `${word}, ` : word
    if (text.length > room) {
      lines.push('  ')
      room = 76
    }
    lines[lines.length - 1] += text
    room -= text.length
  })
  return lines.map((line) => line.trimEnd()).join('\n')
}
