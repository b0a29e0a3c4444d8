import { RuntimeError } from '../memory/web-assembly.ts'
import { fail } from './failures.ts'

/** The exit code of a program that trapped, as a shell gives it for one that has aborted. */
const TRAPPED = 134
const MOST_FUNCTIONS = 12

/** Ends the program if it has trapped, or used up its stack, and says in which of its functions; throws all else on. */
export function endTrapped(error: unknown): never {
  const isFull = error instanceof RangeError && /call stack/.test(error.message)
  if (!(error instanceof RuntimeError || isFull)) throw error
  const what = isFull ? 'the stack is full: a function calls itself too deeply' : error.message
  const functions = functionsIn(error.stack ?? '')
  const shown = functions.slice(0, MOST_FUNCTIONS).map((name) => `\n    in ${name}`)
  const more = functions.length > MOST_FUNCTIONS ? '\n    …' : ''
  fail(`trap in ${functions[0] ?? 'an unknown function'}: ${what}${shown.slice(1).join('')}${more}`, TRAPPED)
}

/** What calls main. */
const BELOW_MAIN = /^(_start|_start\.command_export|__main_void|__original_main)$/

/** The program's functions in a stack trace, the innermost first. */
function functionsIn(stack: string): string[] {
  return [...stack.matchAll(/^ +at (?:(\S+) \()?wasm:\/\/[^\s:]*:(wasm-function\[\d+\])/gm)]
    .map(([, name, number]) => name?.replace(/^[^.]*\.wasm\./, '') ?? number)
    .filter((name) => !BELOW_MAIN.test(name))
}
