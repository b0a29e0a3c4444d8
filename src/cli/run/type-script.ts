import { CrossmemError } from '../../errors.ts'

const STRIP_TYPES = '--experimental-strip-types'
/** Options of node by which a loader for TypeScript can come. */
const LOADING = /(^|\s)(--import|--require|-r|--loader|--experimental-loader)(\s|=|$)/

/**
 * What node must be told so that it runs the program, if that is TypeScript.
 * @param nodeOptions what the user tells node
 * @throws CrossmemError ERR_TYPESCRIPT where this node cannot run it and the user gives no loader
 */
export function typeScriptOptions(program: string, nodeOptions: readonly string[]): string[] {
  if (!/\.[cm]?ts$/.test(program)) return []
  if ('typescript' in process.features && process.features.typescript) return []
  if ([...nodeOptions, process.env.NODE_OPTIONS ?? ''].some((option) => LOADING.test(option))) return []
  // From Node 22.6 on it is there, but must be asked for.
  if (process.allowedNodeEnvironmentFlags.has(STRIP_TYPES)) return [STRIP_TYPES]
  throw new CrossmemError(
    'ERR_TYPESCRIPT',
    `Node ${process.version} does not run TypeScript, and ${program} is that. Compile it and run the JavaScript, ` +
      'bring a loader (npm install tsx, then crossmem run --import tsx …), or use Node 22.18 or later.',
  )
}
