import { benchmarks } from '../../benchmarks/index.ts'
import { parseTask } from '../../harness/task.ts'
import { exchanges } from './exchanges/index.ts'
import { type LinkName, links } from './links/index.ts'
import { Side } from './measure.ts'
import { pinThread } from './pin.ts'

// Arguments: which side this is, the link's and the benchmark's names, the processors to bind to, and the task.
const [number, link, benchmarkName, processors, ...task] = process.argv.slice(2)
const kind = links[link as LinkName]
const benchmark = benchmarks.find(({ name }) => name === benchmarkName)!
const second = number === '1'
const list = processors.split(',')

pinThread(Number(list[Number(number)]))
const other = second
  ? kind.join()
  : kind.start(new URL(import.meta.url), ['1', link, benchmarkName, processors, ...task])
const side = new Side(other, benchmark, exchanges[benchmarkName])
if (second) await side.follow(parseTask(task))
else for await (const figure of side.lead(parseTask(task))) process.stdout.write(`${JSON.stringify(figure)}\n`)
other.close()
