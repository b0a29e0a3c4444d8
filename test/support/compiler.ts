import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Language } from '../../src/cli/cc/command-line.ts'
import { findSystemClang } from '../../src/cli/cc/system-clang.ts'
import { CLI } from './ranks.ts'

/** Why tests that compile C programs are to be skipped, or false. */
export const noCompiler =
  findSystemClang('c') === null && 'needs clang and wasi-libc (apt install clang lld wasi-libc libclang-rt-dev-wasm32)'

export interface Compiled {
  code: number | null
  stdout: string
  stderr: string
}

/** A folder of sources, and of what is made of them. Gone when disposed. */
export class Sources {
  readonly folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))

  constructor(files: Record<string, string> = {}) {
    for (const [name, text] of Object.entries(files)) this.write(name, text)
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  write(name: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(this.path(name)), { recursive: true })
    writeFileSync(this.path(name), text, { mode })
  }

  /** `crossmem cc` (or c++) in the folder. */
  compile(args: readonly string[], env: Record<string, string> = {}, language: Language = 'c'): Compiled {
    const command = language === 'c' ? 'cc' : 'c++'
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, command, ...args], {
      cwd: this.folder,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      timeout: 60_000,
    })
    return { code: status, stdout, stderr }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true })
  }
}
