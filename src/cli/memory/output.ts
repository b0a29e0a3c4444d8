import { once } from 'node:events'

/**
 * Writes to the standard output, as fast as it is read. Once nobody reads it any more, as behind `| head`, there is nothing more to
 * do, and that is no mistake.
 */
export class Output {
  #gone = false

  constructor() {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      this.#gone = true
    })
  }

  /** @returns whether somebody still reads */
  async write(data: string | Uint8Array): Promise<boolean> {
    if (!this.#gone && !process.stdout.write(data)) {
      // The end comes as an error, which is no news here.
      await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]).catch(() => undefined)
    }
    return !this.#gone
  }
}
