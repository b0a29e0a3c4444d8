import { cpus, release } from 'node:os'
import { processors } from '../../src/os/affinity.ts'

/** One line about what was measured on. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  return `${processors().length} processors (${model}), Linux ${release()} ${process.arch}, Node ${process.version}`
}
