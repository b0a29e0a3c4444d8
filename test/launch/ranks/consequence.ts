/**
 * Rank 2 is to be killed when rank 0 knows rank 1's pid. Rank 1 waits for rank 2, and dies of the error. Rank 0 waits for
 * rank 1 only when that is gone, and tells which error it gets.
 */
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { world } from '../../../src/mpi/index.ts'

if (world.rank === 2) {
  world.recv({ source: 0 })
  console.log(`rank 2 is ready as ${process.pid}`)
  setInterval(() => undefined, 60_000)
} else if (world.rank === 1) {
  world.send(process.pid, { dest: 0 })
  world.recv({ source: 2 })
} else {
  const pid = world.recv({ source: 1 })
  world.send('it may begin', { dest: 2 })
  while (existsSync(`/proc/${pid}`)) await delay(5)
  try {
    world.recv({ source: 1 })
  } catch (error) {
    console.log(`told ${(error as Error).message}`)
  }
}
