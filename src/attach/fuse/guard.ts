import { spawn } from 'node:child_process'
import { closeSync, writeSync } from 'node:fs'
import { createSocketPair } from '../../os/socket-pair.ts'

/**
 * Waits for a word or the end of its input; at the end without a word its maker was killed, and it takes the mount and what it lay on
 * away.
 */
const SCRIPT = `read -r word && exit
path=$1 folder=$2
shift 2
"$@"
rm -f -- "$path"
[ -z "$folder" ] || rmdir -- "$folder"`

/** A process of its own that takes a mount from its path when this one ends without having done so, however it ends. */
export class Guard {
  readonly #line: number

  /**
   * @param command what unmounts
   * @param path the file that it was mounted on, to be removed afterwards; and the folder of that
   */
  constructor(command: readonly string[], path: string, folder: string | null = null) {
    const [line, theirs] = createSocketPair()
    // Outside of this process's group, which a terminal or a test may kill as a whole.
    const child = spawn('/bin/sh', ['-c', SCRIPT, 'crossmem-guard', path, folder ?? '', ...command], {
      stdio: [theirs, 'ignore', 'ignore'],
      detached: true,
      cwd: '/',
    })
    child.on('error', () => undefined)
    child.unref()
    closeSync(theirs)
    this.#line = line
  }

  /** There is nothing left to do. */
  dismiss(): void {
    try {
      writeSync(this.#line, 'done\n')
    } catch {
      // It has ended already.
    }
    closeSync(this.#line)
  }
}
