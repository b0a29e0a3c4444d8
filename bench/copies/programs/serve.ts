import { vmfd } from 'crossmem'
import { bindTo } from '../../../src/os/affinity.ts'
import type { Owned } from '../owned.ts'
import { SERVED_BYTES } from '../window-cases.ts'

/** Serves the owner's memory as a file, on one processor; says a line when it is there, and ends with its standard input. */
const [owner, path, cpu] = process.argv.slice(2)
const { pid, address }: Owned = JSON.parse(owner)
const window = vmfd(pid, BigInt(address), SERVED_BYTES, { mount: path })
bindTo(Number(cpu))
console.log('mounted')
process.stdin.resume()
process.stdin.on('end', () => {
  window.close()
  process.exit()
})
