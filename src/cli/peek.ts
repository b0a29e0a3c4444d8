import { attach } from '../attach/attach.ts'
import { AttachError } from '../attach/attach-error.ts'
import { parseAddress, parseLength, parsePid } from './memory/arguments.ts'
import { runMemoryCommand } from './memory/command.ts'
import { HexDump } from './memory/hex-dump.ts'
import { Output } from './memory/output.ts'

export const summary = "prints a piece of a process's memory"

const HELP = `Usage: crossmem peek PID ADDRESS LENGTH [--raw]

Prints a process's memory in the form of 'hexdump -C', each line behind its address. Where memory cannot be read, it
prints what comes before, says why, and ends with exit code 1.

  ADDRESS      such as 0x7f0000001000
  LENGTH       in bytes, such as 100, 0x100, 64K or 1M
  --raw        the bytes themselves, for a file or a pipe
  -h, --help   this text
`

const CHUNK = 1024 * 1024

/** `crossmem peek`: gives the exit code. */
export function peek(args: string[]): Promise<number> {
  return runMemoryCommand(
    {
      name: 'peek',
      help: HELP,
      positionals: 3,
      options: { raw: { type: 'boolean' } },
      act: async ([pid, address, length], { raw }) => {
        await print(parsePid(pid), parseAddress(address), parseLength(length), raw === true)
        return 0
      },
    },
    args,
  )
}

async function print(pid: number, start: bigint, length: number, raw: boolean): Promise<void> {
  const output = new Output()
  const dump = new HexDump(start)
  const shown = (bytes: Uint8Array) => output.write(raw ? bytes : dump.add(bytes))
  using target = attach(pid)
  try {
    for (let done = 0; done < length; done += CHUNK) {
      // A new one each time: the output may still be busy with the last.
      const chunk = new Uint8Array(Math.min(CHUNK, length - done))
      let error: unknown
      try {
        target.readInto(chunk, start + BigInt(done))
      } catch (caught) {
        error = caught
      }
      const count = error === undefined ? chunk.length : error instanceof AttachError ? error.transferred : 0
      if (count > 0 && !(await shown(chunk.subarray(0, count)))) return
      if (error !== undefined) throw error
    }
  } finally {
    if (!raw) await output.write(dump.end())
  }
}
