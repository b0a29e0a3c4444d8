import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** How npm says that it cannot reach the registry. */
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED/

export interface Packed {
  /** The archive's path. */
  archive: string
  /** In bytes. */
  size: number
  unpackedSize: number
  files: readonly string[]
}

/** An empty project in a temporary folder, into which the packed package is installed. */
export class Project implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'crossmem-package-'))

  /** Packs what was built. */
  pack(): Packed {
    const destination = join(this.folder, 'packed')
    mkdirSync(destination)
    const { status, stdout, stderr } = this.#run(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
      ROOT,
    )
    if (status !== 0) throw new Error(`npm pack failed: ${stderr}`)
    const [{ filename, size, unpackedSize, files }] = JSON.parse(stdout)
    return {
      archive: join(destination, filename),
      size,
      unpackedSize,
      files: files.map(({ path }: { path: string }) => path),
    }
  }

  /** Installs an archive, without running any script of it. @returns why that is not possible here, or false */
  install(archive: string): string | false {
    this.write('package.json', JSON.stringify({ name: 'project', private: true }))
    const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries=1']
    const { status, stderr } = this.#run('npm', ['install', ...options, archive])
    if (status === 0) return false
    if (UNREACHABLE.test(stderr)) return 'npm reaches no registry'
    throw new Error(`npm install failed: ${stderr}`)
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text)
  }

  /** Runs an installed command. */
  npx(...args: string[]): SpawnSyncReturns<string> {
    return this.#run('npx', ['--no-install', ...args])
  }

  node(...args: string[]): SpawnSyncReturns<string> {
    return this.#run(process.execPath, args)
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true })
  }

  #run(command: string, args: readonly string[], cwd = this.folder): SpawnSyncReturns<string> {
    // npm tells what it runs where its project is; this is another one. Only errors shall be said.
    const env: NodeJS.ProcessEnv = { ...process.env, npm_config_loglevel: 'error' }
    delete env.npm_config_local_prefix
    return spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 100_000 })
  }
}
