import { setFlagsFromString } from 'node:v8'
import { createContext, runInContext } from 'node:vm'

/** Loaded at the first use: most programs never need it. */
let collect: (() => void) | undefined

/**
 * Collects garbage now, also what was made since the event loop last turned: in a program that blocks it may never turn, and until it
 * does, V8 keeps alive what a WeakRef points to.
 */
export function collectGarbage(): void {
  collect ??= prepare()
  collect()
}

function prepare(): () => void {
  setFlagsFromString('--expose-gc')
  // A context whose microtasks run at the end of each script. Having run any, V8 lets go of the targets of WeakRefs.
  const context = createContext({}, { microtaskMode: 'afterEvaluate' })
  const gc = runInContext('globalThis.gc', context) as (() => void) | undefined
  return () => {
    runInContext('Promise.resolve().then(() => undefined)', context)
    gc?.()
  }
}
