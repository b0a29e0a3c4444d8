/** Fails, and leaves a process behind that holds its output. */
import { spawn } from 'node:child_process'

const child = spawn('sleep', ['30'], { stdio: 'inherit' })
child.unref()
console.log(`holder ${child.pid}`)
process.exitCode = 5
