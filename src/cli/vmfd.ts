import { closeSync } from 'node:fs'
import { resolve } from 'node:path'
import { hex } from '../attach/fault.ts'
import { vmfd as openWindow } from '../attach/vmfd.ts'
import { CrossmemTypeError } from '../errors.ts'
import { watch } from '../os/eventfd.ts'
import { openPidfd } from '../os/pidfd.ts'
import { parseAddress, parseLength, parsePid } from './memory/arguments.ts'
import { runMemoryCommand } from './memory/command.ts'

export const summary = "shows a piece of a process's memory as a file, to any program"

const HELP = `Usage: crossmem vmfd PID START LENGTH --mount FILE [--write]

Serves a piece of a process's memory as a file, until this command is ended (Ctrl-C, SIGTERM) or the process ends. Then
whoever has the file open gets errors, and FILE is gone.

  START          an address, such as 0x7f0000001000
  LENGTH         in bytes, such as 100, 0x100, 64K or 1M
  --mount FILE   where the file is to be: a path at which there is nothing yet
  --write        lets the file be written as well
  -h, --help     this text
`

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `crossmem vmfd`: gives the exit code. */
export function vmfd(args: string[]): Promise<number> {
  return runMemoryCommand(
    {
      name: 'vmfd',
      help: HELP,
      positionals: 3,
      options: { mount: { type: 'string' }, write: { type: 'boolean' } },
      act: async ([pid, start, length], { mount, write }) => {
        if (typeof mount !== 'string')
          throw new CrossmemTypeError('ERR_OPTION', 'where is the file to be? Give --mount FILE')
        await serve(parsePid(pid), parseAddress(start), parseLength(length), resolve(mount), write === true)
        return 0
      },
    },
    args,
  )
}

async function serve(pid: number, start: bigint, length: number, mount: string, write: boolean): Promise<void> {
  using window = openWindow(pid, start, length, { access: write ? 'readwrite' : 'read', mount })
  const end = endOf(pid)
  process.stdout.write(`${mount} shows ${window.byteLength} bytes at ${hex(start)} of process ${pid}\n`)
  process.stdout.write(`${await end}; the file is gone\n`)
}

/** Resolves with what ends the command. @throws SystemError where the process cannot be watched */
function endOf(pid: number): Promise<string> {
  return new Promise((resolve) => {
    const pidfd = openPidfd(pid)
    const done = (how: string) => {
      watching.close()
      closeSync(pidfd)
      for (const signal of SIGNALS) process.off(signal, stop)
      resolve(how)
    }
    const stop = (signal: string) => done(`ended by ${signal}`)
    const watching = watch(pidfd, () => done(`process ${pid} has ended`))
    watching.hold(true)
    for (const signal of SIGNALS) process.on(signal, stop)
  })
}
