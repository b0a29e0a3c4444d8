import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { CrossmemError } from '../../errors.ts'

/**
 * The file that node would run for `name`: the file itself, one with .js added, or a folder's main file.
 * @throws CrossmemError ERR_PROGRAM when there is none
 */
export function findProgram(name: string): string {
  const path = resolve(name)
  try {
    return createRequire(path).resolve(path)
  } catch (cause) {
    throw new CrossmemError('ERR_PROGRAM', `there is no program '${name}': ${path} does not exist`, { cause })
  }
}
