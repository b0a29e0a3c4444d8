/** Tells which signals come, and ends when its standard input does. */
import { ownPlace } from '../../../src/transport/place.ts'

const { rank } = ownPlace()!
const counts: Record<string, number> = {}
for (const signal of ['SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2']) {
  process.on(signal, () => {
    counts[signal] = (counts[signal] ?? 0) + 1
    console.log(`rank ${rank} got ${signal}`)
  })
}
const stayAlive = setInterval(() => undefined, 60_000)
process.on('SIGTERM', () => clearInterval(stayAlive))
if (rank === 0) process.stdin.on('data', () => console.log(`so far ${JSON.stringify(counts)}`))
console.log(`rank ${rank} is ready`)
