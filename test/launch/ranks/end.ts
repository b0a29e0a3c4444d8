/**
 * Each rank ends as its argument says: a number is an exit code, a name a signal, `throw` an exception, `wait` waits
 * for the launcher to end it, `late:4` ends with 4 then, `stubborn` does not end then either, and `told:3` ends with 3
 * when standard input brings something.
 */
import { ownPlace } from '../../../src/transport/place.ts'

const { rank } = ownPlace()!
const [how, code] = process.argv[2 + rank].split(':')
const stayAlive = () => setInterval(() => undefined, 60_000)
if (how === 'throw') throw new Error('thrown by a rank')
else if (how.startsWith('SIG')) process.kill(process.pid, how)
else if (how === 'wait') stayAlive()
else if (how === 'late') {
  stayAlive()
  process.on('SIGTERM', () => process.exit(Number(code)))
} else if (how === 'stubborn') {
  stayAlive()
  process.on('SIGTERM', () => console.log('SIGTERM came'))
} else if (how === 'told') {
  process.stdin.once('data', () => process.exit(Number(code)))
} else process.exitCode = Number(how)
console.log(`rank ${rank} is ready as ${process.pid}`)
