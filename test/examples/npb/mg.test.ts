import { refuses, verifiesClassS } from './verifies.ts'

verifiesClassS('mg', [1, 2, 4, 16], '32x32x32')

refuses('mg', [
  [3, ['S'], /power of two of ranks up to 16, not on 3\./],
  [32, ['S'], /power of two of ranks up to 16, not on 32\./],
  [2, ['X'], /no problem class 'X'/],
])
