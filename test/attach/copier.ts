import { copy, createRegion } from '../../src/index.ts'
import { denySyscall } from './deny-syscall.ts'

/**
 * A process that copies from a region by its cookie, and prints as JSON what came of it. With `io_uring` in its place it forbids
 * itself io_uring first, and copies from a region of its own by that engine, after the others.
 */
const IO_URING_SETUP = 425
const EPERM = 1
const [cookie] = process.argv.slice(2)
const to = new Uint8Array(10)
try {
  if (cookie === 'io_uring') {
    denySyscall(IO_URING_SETUP, EPERM)
    const from = createRegion(new Uint8Array(10), { access: 'read' }).cookie
    copy({ from, to })
    await copy({ from, to }, { engine: 'threads' })
    await copy({ from, to }, { engine: 'io_uring' })
  } else copy({ from: cookie, to })
  console.log(JSON.stringify({ code: 'copied', message: '' }))
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  console.log(JSON.stringify({ code, message }))
}
