import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { copy } from '../../src/index.ts'
import { startRegionOwner } from './start-region-owner.ts'

/**
 * Has a process own a region, ends it, starts another with the same pid, and prints as JSON what the cookie still gives. It
 * must be the first process of a pid namespace, where nobody else starts processes.
 */
function codeOf(cookie: string): string {
  try {
    return String(copy({ from: cookie, to: new Uint8Array(10) }))
  } catch (error) {
    return (error as { code: string }).code
  }
}

async function attempt(seen: boolean): Promise<{ samePid: boolean; code: string }> {
  const owner = await startRegionOwner('w')
  const cookie = await owner.region('read')
  if (seen) copy({ from: cookie, to: new Uint8Array(10) })
  await owner.end()
  writeFileSync('/proc/sys/kernel/ns_last_pid', String(owner.pid - 1))
  const child = spawn('cat')
  await once(child, 'spawn')
  const result = { samePid: child.pid === owner.pid, code: codeOf(cookie) }
  child.kill('SIGKILL')
  await once(child, 'exit')
  return result
}

/** A thread that Node starts in between may take the pid; then it is tried again. */
async function reuse(seen: boolean): Promise<{ samePid: boolean; code: string }> {
  for (let count = 0; ; count++) {
    const result = await attempt(seen)
    if (result.samePid || count === 20) return result
  }
}

const [unseen, seen] = [await reuse(false), await reuse(true)]
console.log(JSON.stringify({ samePid: unseen.samePid && seen.samePid, unseen: unseen.code, seen: seen.code }))
