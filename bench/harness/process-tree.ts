import { readdirSync, readFileSync } from 'node:fs'

/** How long a program has to end by itself, and to clean up. */
const GRACE_MILLISECONDS = 5000

interface Entry {
  pid: number
  parent: number
  /** When it was started: tells it from a later process with the same number. */
  started: string
}

/**
 * Ends a program that leads a process group, and all that it started, also those that have made groups of their own, as MPI's launchers do.
 * @returns ends what is still there; to be called when the program has ended
 */
export function endTree(leader: number): () => void {
  const tree = descendants(leader)
  signal(-leader, 'SIGTERM')
  const killRest = (): void => {
    clearTimeout(timer)
    signal(-leader, 'SIGKILL')
    const now = new Map(processes().map(({ pid, started }) => [pid, started]))
    for (const { pid, started } of tree) if (now.get(pid) === started) signal(pid, 'SIGKILL')
  }
  const timer = setTimeout(killRest, GRACE_MILLISECONDS)
  return killRest
}

function descendants(ancestor: number): Entry[] {
  const all = processes()
  const family = new Set([ancestor])
  const found: Entry[] = []
  for (let before = -1; before < found.length; ) {
    before = found.length
    for (const entry of all) {
      if (!family.has(entry.parent) || family.has(entry.pid)) continue
      family.add(entry.pid)
      found.push(entry)
    }
  }
  return found
}

function processes(): Entry[] {
  const found: Entry[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      // The program's name stands in parentheses, and may hold any character.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      found.push({ pid: Number(name), parent: Number(fields[1]), started: fields[19] })
    } catch {
      // It has ended since it was listed.
    }
  }
  return found
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // There is none any more.
  }
}
