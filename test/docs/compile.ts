import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Compiles all modules of a folder in place, as strictly as the package itself. @returns what the compiler says, '' for nothing */
export function compileFolder(folder: string, extended: string): string {
  const compilerOptions = {
    rootDir: '.',
    outDir: '.',
    incremental: false,
    declaration: false,
    noUnusedLocals: false,
    // So that an example that reaches out of the folder by mistake writes nothing there.
    noEmitOnError: true,
  }
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: extended, compilerOptions, include: [], files }),
  )
  const { stdout, stderr, status } = spawnSync(process.execPath, [compiler(), '-p', folder], { encoding: 'utf8' })
  return status === 0 ? '' : `${stdout}${stderr}` || `tsc ended with ${status}`
}

/** What the compiler could not find, by the name of the module. */
export function namesNotFound(said: string): { module: string; name: string }[] {
  const complaints = said.matchAll(/([\w-]+)\.ts\(\d+,\d+\): error TS(?:2304|2552|18004): [^']*'(\w+)'/g)
  return [...complaints].map(([, module, name]) => ({ module, name }))
}

/** The path of tsc. */
export function compiler(): string {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
  return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.tsc)
}
