/** Tells, as a line of JSON, what the rank was told, and what of that a child of its own sees. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { ownPlace, PLACE_VARIABLE } from '../../../src/transport/place.ts'

const place = ownPlace()!
const files = [place.segment, ...place.arenas, ...place.eventfds].map((fd) => readlinkSync(`/proc/self/fd/${fd}`))
const inherited = execFileSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8' })
const child = execFileSync('env', { encoding: 'utf8' }).includes(PLACE_VARIABLE)
// Before the worker, whose thread may end between the list and the look.
const processors = new Set(
  readdirSync('/proc/self/task').map(
    (tid) => /Cpus_allowed_list:\t(.*)/.exec(readFileSync(`/proc/self/task/${tid}/status`, 'utf8'))![1],
  ),
)
const worker = new Worker(
  `require('node:worker_threads').parentPort.postMessage(process.env.${PLACE_VARIABLE} ?? null)`,
  {
    eval: true,
  },
)
const [inWorker] = await once(worker, 'message')
console.log(JSON.stringify({ place, files, inherited, child, inWorker, processors: [...processors] }))
