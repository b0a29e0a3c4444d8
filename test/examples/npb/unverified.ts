/** A benchmark whose result is wrong. */
import { conclude } from '../../../examples/npb/conclude.ts'

conclude({
  benchmark: 'XY',
  className: 'S',
  size: '1',
  iterations: 1,
  seconds: 1,
  megaOps: 1,
  operation: 'none',
  successful: false,
})
