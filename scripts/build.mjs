/**
 * Builds everything into dist/: TypeScript by tsc, and the kernels (AssemblyScript) to WebAssembly by asc. Only what has
 * changed is built, and what was built from sources that are gone is removed, so that nothing old can pass a test.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const KERNELS = join(ROOT, 'kernels')
const BUILT = join(ROOT, 'dist')
const BUILT_KERNELS = join(BUILT, 'kernels')

removeStale()
for (const name of readdirSync(KERNELS)) if (name.endsWith('.ts')) buildKernel(name)
run('typescript', 'tsc', ['--build'])

/** Removes every file of dist/src, dist/test and so on that has no source any more. */
function removeStale() {
  if (!existsSync(BUILT)) return
  for (const folder of readdirSync(BUILT, { withFileTypes: true })) {
    if (!folder.isDirectory() || folder.name.startsWith('.')) continue
    for (const entry of readdirSync(join(BUILT, folder.name), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      const source = join(ROOT, relative(BUILT, path)).replace(/(\.d\.ts|\.js\.map|\.js|\.wasm)$/, '.ts')
      if (entry.isFile() && !existsSync(source)) rmSync(path)
    }
  }
}

function buildKernel(name) {
  const source = join(KERNELS, name)
  const built = join(BUILT_KERNELS, name.replace(/ts$/, 'wasm'))
  // A kernel may be made of several files, in folders.
  const sources = readdirSync(KERNELS, { recursive: true }).map((path) => join(KERNELS, path))
  const newest = Math.max(...[...sources, join(ROOT, 'package-lock.json')].map(lastChange))
  if (existsSync(built) && lastChange(built) > newest) return
  mkdirSync(BUILT_KERNELS, { recursive: true })
  run('assemblyscript', 'asc', [source, '--config', join(KERNELS, 'asconfig.json'), '--outFile', built])
}

function lastChange(path) {
  return statSync(path).mtimeMs
}

/** Runs a command of a package that this project depends on; ends with its exit code when it fails. */
function run(name, command, args) {
  const manifest = join(ROOT, 'node_modules', name, 'package.json')
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  const { status } = spawnSync(process.execPath, [join(dirname(manifest), bin[command]), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}
