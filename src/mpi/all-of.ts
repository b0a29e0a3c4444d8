import { Operation } from '../transport/operation.ts'

/** One operation for several; null when all have ended well already. */
export function allOf(operations: readonly (Operation | null)[]): Operation | null {
  const pending = operations.filter((operation) => operation !== null && !(operation.done && operation.error === null))
  if (pending.length === 0) return null
  const all = new Operation()
  let left = pending.length
  for (const operation of pending as Operation[]) {
    operation.whenDone(() => {
      if (--left === 0 || operation.error !== null) all.finish(operation.error)
    })
  }
  return all
}
