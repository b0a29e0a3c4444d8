import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Language } from './command-line.ts'
import { HostFiles, type Tree, toHostPaths } from './host-files.ts'
import type { Toolchain } from './toolchain.ts'

/** What we use of the npm package @yowasp/clang: a clang that is WebAssembly itself, and sees only the files that it is given. */
interface ClangPackage {
  runClang(args: string[] | null, files: Tree, options: RunOptions): Promise<Tree>
  Exit: new (...args: never[]) => Error & { code: number; files: Tree }
}

interface RunOptions {
  stdout?: (bytes: Uint8Array | null) => void
  stderr?: (bytes: Uint8Array | null) => void
  fetchProgress?: () => void
  decodeASCII?: boolean
}

const PACKAGE = '@yowasp/clang'

/** The compiler that npm brings; null when it is installed neither beside the program nor beside crossmem. */
export function findPackagedClang(language: Language): Toolchain | null {
  const path = [join(process.cwd(), 'program'), import.meta.filename].map(resolvePackage).find((path) => path !== null)
  if (path === undefined) return null
  const command = language === 'c' ? 'clang' : 'clang++'
  return {
    command: `${PACKAGE}:${command}`,
    target: [],
    headers: () => [],
    run: (args) => runPackaged(path, command, args),
  }
}

function resolvePackage(from: string): string | null {
  try {
    return createRequire(from).resolve(PACKAGE)
  } catch {
    return null
  }
}

async function runPackaged(path: string, command: string, args: readonly string[]): Promise<number> {
  const { runClang, Exit } = (await import(pathToFileURL(path).href)) as ClangPackage
  const files = new HostFiles(args)
  const stdout: Uint8Array[] = []
  const stderr: Uint8Array[] = []
  const keep = (chunks: Uint8Array[]) => (bytes: Uint8Array | null) => {
    if (bytes !== null) chunks.push(bytes.slice())
  }
  try {
    // Without arguments it only loads itself, and says so where it is told to: here, nowhere.
    await runClang(null, {}, { fetchProgress: () => {} })
    const options = { stdout: keep(stdout), stderr: keep(stderr), decodeASCII: false }
    files.write(await runClang([command, ...files.args], files.tree, options))
    return 0
  } catch (error) {
    if (!(error instanceof Exit)) throw error
    return error.code
  } finally {
    process.stdout.write(toHostPaths(Buffer.concat(stdout)))
    process.stderr.write(toHostPaths(Buffer.concat(stderr)))
  }
}
