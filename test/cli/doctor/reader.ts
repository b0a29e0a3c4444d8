import type { ReadText } from '../../../src/cli/doctor/proc.ts'

/** A machine that consists of these files only. */
export function reader(files: Readonly<Record<string, string>>): ReadText {
  return (path) => files[path] ?? null
}
