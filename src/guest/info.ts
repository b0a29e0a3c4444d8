import { CrossmemRangeError } from '../errors.ts'
import { MPI_MAX_INFO_KEY, MPI_MAX_INFO_VAL } from './abi/constants.ts'

/**
 * Hints as C programs have them: values by keys, in the order in which keys were first set (MPI 4.1, chapter 10). The library keeps them and gives
 * them back; there is none that would change what it does.
 */
export class Info {
  readonly #values: Map<string, string>

  constructor(values: Iterable<readonly [string, string]> = []) {
    this.#values = new Map(values)
  }

  get size(): number {
    return this.#values.size
  }

  /** @throws CrossmemRangeError ERR_INFO_KEY, ERR_INFO_VALUE for what is too long, or an empty key */
  set(key: string, value: string): void {
    checkKey(key)
    if (Buffer.byteLength(value) >= MPI_MAX_INFO_VAL) {
      throw new CrossmemRangeError('ERR_INFO_VALUE', `the value of ${key} has more than ${MPI_MAX_INFO_VAL - 1} bytes`)
    }
    this.#values.set(key, value)
  }

  /** @throws CrossmemRangeError ERR_INFO_KEY */
  get(key: string): string | undefined {
    checkKey(key)
    return this.#values.get(key)
  }

  /** @throws CrossmemRangeError ERR_INFO_NOKEY, ERR_INFO_KEY */
  delete(key: string): void {
    checkKey(key)
    if (!this.#values.delete(key))
      throw new CrossmemRangeError('ERR_INFO_NOKEY', `there is no key ${key} to be deleted`)
  }

  /** The nth key, from 0. @throws CrossmemRangeError ERR_ARGUMENT */
  key(n: number): string {
    const key = [...this.#values.keys()][n]
    if (key !== undefined) return key
    throw new CrossmemRangeError('ERR_ARGUMENT', `there is no key number ${n} among ${this.size}`)
  }

  dup(): Info {
    return new Info(this.#values)
  }
}

function checkKey(key: string): void {
  if (key === '' || Buffer.byteLength(key) >= MPI_MAX_INFO_KEY) {
    throw new CrossmemRangeError('ERR_INFO_KEY', `a key has 1 to ${MPI_MAX_INFO_KEY - 1} bytes, not ${key.length}`)
  }
}
