import assert from 'node:assert/strict'
import { test } from 'node:test'
import { header, report, trafficReport } from '../../../examples/npb/report.ts'

const outcome = {
  benchmark: 'XY',
  className: 'S',
  size: '8x8',
  iterations: 3,
  ranks: 4,
  seconds: 2,
  megaOps: 100,
  operation: 'floating point',
  successful: true,
}

test('report() has the lines of the NAS Parallel Benchmarks, with millions of operations a second', () => {
  const lines = report(outcome)
    .split('\n')
    .map((line) => line.trim().split(/\s*=\s*/))
  assert.deepEqual(lines, [
    ['XY Benchmark Completed'],
    ['Class', 'S'],
    ['Size', '8x8'],
    ['Iterations', '3'],
    ['Time in seconds', '2.000'],
    ['Total processes', '4'],
    ['Mop/s total', '50.00'],
    ['Mop/s/process', '12.50'],
    ['Operation type', 'floating point'],
    ['Verification', 'SUCCESSFUL'],
  ])
})

test('report() says FAILED when the result was not verified', () => {
  assert.match(report({ ...outcome, successful: false }), /^ Verification {4}= +FAILED$/m)
})

test('header() tells the benchmark and its size', () => {
  assert.equal(
    header('Sort (XY)', [['Size', '8 (class S)']]),
    '\n NAS Parallel Benchmarks, Sort (XY)\n\n Size:                8 (class S)\n',
  )
})

test('trafficReport() leaves out protocols by which nothing went', () => {
  const traffic = [
    { protocol: 'eager', messages: 1234, bytes: 5_000_000 },
    { protocol: 'mapped', messages: 0, bytes: 0 },
  ] as const
  assert.match(trafficReport(traffic), /^ eager +=\s+1,234\s+5,000,000$/m)
  assert.doesNotMatch(trafficReport(traffic), /mapped/)
})
