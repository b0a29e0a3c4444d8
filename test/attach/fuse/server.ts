import { addressOf, type CrossmemError, vmfd } from '../../../src/index.ts'
import { pattern } from '../pattern.ts'

/**
 * A process that serves memory of its own, or of another pid at an address, as a file: `server FILE LENGTH ACCESS [PID ADDRESS]`. It says
 * "ready", and ends the window when it is told "close", itself when its input ends.
 */
const [mount, length, access, pid, address] = process.argv.slice(2)
const memory = pattern(0, Number(length))
try {
  const window = vmfd(
    pid === undefined ? process.pid : Number(pid),
    address === undefined ? addressOf(memory) : BigInt(address),
    Number(length),
    {
      access: access as 'read' | 'readwrite',
      mount,
    },
  )
  console.log('ready')
  process.stdin.on('data', (text) => {
    if (String(text).includes('close')) window.close()
    console.log(`closed ${memory[5]}`)
  })
} catch (error) {
  const { code, message } = error as CrossmemError
  console.log(code, message)
  process.exit(1)
}
