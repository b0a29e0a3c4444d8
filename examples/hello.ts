/** Every rank says hello; rank 0 collects a greeting from each. Run: crossmem run -n 4 dist/examples/hello.js */
import { world } from 'crossmem/mpi'

const { rank, size } = world
console.log(`Hello from rank ${rank} of ${size}, process ${process.pid}.`)

const greetings = world.gather(`rank ${rank} greets rank 0`)
if (greetings) console.log(`Rank 0 was greeted ${size} times: ${greetings.join(', ')}.`)
