import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { AttachError, attach, type ProcessMemory } from '../../src/index.ts'

/**
 * Attaches to a process, ends it, starts another with the same pid, and prints as JSON what the first access still gives.
 * It must be the first process of a pid namespace, where nobody else starts processes.
 */
async function startCat(): Promise<ChildProcess> {
  const child = spawn('cat')
  await once(child, 'spawn')
  return child
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** A thread that Node starts in between may take the pid; then it is tried again. */
async function reuse(): Promise<{ old: ProcessMemory; child: ChildProcess }> {
  for (let attempt = 0; ; attempt++) {
    const first = await startCat()
    const pid = first.pid!
    const old = attach(pid)
    await end(first)
    writeFileSync('/proc/sys/kernel/ns_last_pid', String(pid - 1))
    const child = await startCat()
    if (child.pid === pid || attempt === 20) return { old, child }
    old[Symbol.dispose]()
    await end(child)
  }
}

function codeOf(action: () => unknown): string {
  try {
    return String(action())
  } catch (error) {
    if (error instanceof AttachError) return error.code
    throw error
  }
}

const { old, child } = await reuse()
using target = attach(child.pid!)
const { start } = target.mappings().find(({ readable, writable }) => readable && writable)!
console.log(
  JSON.stringify({
    samePid: child.pid === old.pid,
    byTheNew: target.read(start, 16).length,
    byTheOld: {
      read: codeOf(() => old.read(start, 16)),
      write: codeOf(() => old.write(start, target.read(start, 16))),
      mappings: codeOf(() => old.mappings()),
    },
  }),
)
await end(child)
