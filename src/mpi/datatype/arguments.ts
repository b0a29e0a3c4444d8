import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { kindOf } from '../../memory/bytes.ts'

/** @throws CrossmemRangeError ERR_COUNTS unless it is a whole number from 0 */
export function checkCount(call: string, name: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return
  throw new CrossmemRangeError('ERR_COUNTS', `${call}: ${name} is ${kindOf(count)}, not a whole number from 0`)
}

/** @throws CrossmemRangeError ERR_COUNTS unless it is a whole number */
export function checkWhole(call: string, name: string, value: number): void {
  if (Number.isSafeInteger(value)) return
  throw new CrossmemRangeError('ERR_COUNTS', `${call}: ${name} is ${kindOf(value)}, not a whole number`)
}

/** @throws CrossmemTypeError ERR_COUNTS unless it is an array; CrossmemRangeError ERR_COUNTS for an element that `check` refuses */
export function checkEach(
  call: string,
  name: string,
  values: ArrayLike<number>,
  check: (call: string, name: string, value: number) => void,
): void {
  if (typeof values !== 'object' || values === null || typeof values.length !== 'number') {
    throw new CrossmemTypeError('ERR_COUNTS', `${call}: ${name} is an array of numbers, not ${kindOf(values)}`)
  }
  for (let index = 0; index < values.length; index++) check(call, `${name}[${index}]`, values[index])
}

/** @throws CrossmemRangeError ERR_COUNTS unless the arrays are of one length */
export function checkSameLength(call: string, lists: Record<string, ArrayLike<unknown>>): void {
  const [[first, { length }], ...others] = Object.entries(lists)
  for (const [name, list] of others) {
    if (list.length === length) continue
    throw new CrossmemRangeError(
      'ERR_COUNTS',
      `${call}: ${first} has ${length} elements and ${name} has ${list.length}: give one for each block`,
    )
  }
}
