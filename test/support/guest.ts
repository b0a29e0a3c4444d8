import { strict as assert } from 'node:assert'
import { fileURLToPath } from 'node:url'
import { Sources } from './compiler.ts'
import { type RanksOptions, type RanksResult, runRanks } from './ranks.ts'

const FOLDER = fileURLToPath(new URL('../../../test/guest/c/', import.meta.url))

/** A C program of test/guest/c, compiled. Gone when disposed. */
export class GuestProgram {
  readonly #sources = new Sources()

  constructor(name: string) {
    const { code, stderr } = this.#sources.compile([`${FOLDER}${name}.c`, '-Wall', '-Werror', '-o', 'program.wasm'])
    assert.equal(code, 0, stderr)
  }

  /** A folder of its own. */
  get folder(): string {
    return this.#sources.folder
  }

  run(size: number, args: readonly string[] = [], options: RanksOptions = {}): Promise<RanksResult> {
    return runRanks(size, this.#sources.path('program.wasm'), { args, ...options })
  }

  /** Runs it, and expects that all is well and that each rank says so. */
  async succeed(size: number, args: readonly string[] = [], options: RanksOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(size, args, options)
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, stdout)
    const fine = Array.from({ length: size }, (_, rank) => `rank ${rank} is fine`)
    for (const line of fine) assert.ok(stdout.includes(line), `${line}: ${stdout}`)
    return stdout
  }

  [Symbol.dispose](): void {
    this.#sources[Symbol.dispose]()
  }
}
