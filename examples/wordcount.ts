/**
 * Counts the words and bytes of files. Each rank opens each file itself and reads its own range of it; only the counts
 * travel. Then rank 0 counts all by itself, and both results are compared.
 *
 * Run: crossmem run -n 4 dist/examples/wordcount.js [FILE...]
 */
import { MAX, world, wtime } from 'crossmem/mpi'
import { readCommandLine } from './command-line.ts'
import { shareStart } from './share.ts'
import { parseArguments, USAGE } from './wordcount/arguments.ts'
import { countRange } from './wordcount/count.ts'

const { rank, size } = world
const { files, check } = readCommandLine(USAGE, parseArguments)

/** Words and bytes of each file, of part `part` of `parts` of it: [words, bytes, words, bytes, …]. */
function countParts(part: number, parts: number): Float64Array {
  return Float64Array.from(
    files.flatMap(({ path, length }) => {
      const { words, bytes } = countRange(path, shareStart(length, part, parts), shareStart(length, part + 1, parts))
      return [words, bytes]
    }),
  )
}

function print(title: string, seconds: number, counts: Float64Array): void {
  console.log(`${title}, ${seconds.toFixed(3)} s:`)
  console.log(`${'words'.padStart(12)} ${'bytes'.padStart(15)}`)
  const line = (words: number, bytes: number, name: string) =>
    console.log(`${String(words).padStart(12)} ${String(bytes).padStart(15)} ${name}`)
  files.forEach(({ path }, i) => {
    line(counts[2 * i], counts[2 * i + 1], path)
  })
  if (files.length > 1) {
    const sum = (offset: number) => counts.reduce((total, count, i) => (i % 2 === offset ? total + count : total), 0)
    line(sum(0), sum(1), 'in all')
  }
}

world.barrier()
const start = wtime()
const counts = world.allreduce(countParts(rank, size))
const seconds = world.allreduce(wtime() - start, { op: MAX })
if (rank === 0) print(size === 1 ? 'Counted by one rank' : `Counted by ${size} ranks`, seconds, counts)

if (rank === 0 && check) {
  const startAlone = wtime()
  const alone = countParts(0, 1)
  print('Counted by rank 0 alone', wtime() - startAlone, alone)
  const same = counts.every((count, i) => count === alone[i])
  console.log(same ? 'Both agree.' : 'THEY DIFFER.')
  if (!same) process.exitCode = 1
}
