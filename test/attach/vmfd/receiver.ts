import { connect } from 'node:net'
import { Vmfd } from '../../../src/index.ts'

/**
 * A process that connects to the socket that it is given, receives windows through it, and tells what came of it, a line each; and then
 * what each shows at the end of its input.
 */
const [path, count] = process.argv.slice(2)
const socket = connect({ path, readable: true })
socket.pause()
await new Promise((resolve) => socket.once('connect', resolve))

const windows: Vmfd[] = []
for (let index = 0; index < Number(count); index++) {
  try {
    const window = await Vmfd.receiveFrom(socket)
    windows.push(window)
    const { backing, byteLength, access, pid, start } = window
    console.log(JSON.stringify({ backing, byteLength, access, pid, start: String(start), shows: show(window) }))
  } catch (error) {
    console.log(JSON.stringify({ code: (error as { code: string }).code }))
  }
}
process.stdin.resume()
process.stdin.once('end', () => {
  for (const window of windows) console.log(JSON.stringify({ shows: show(window) }))
  socket.destroy()
})

/** What the window begins with, or the error's code. */
function show(window: Vmfd): string {
  const view = Buffer.alloc(5)
  try {
    window.pread(view)
    return view.toString()
  } catch (error) {
    return (error as { code: string }).code
  }
}
