import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bandwidth } from '../../../bench/benchmarks/bandwidth.ts'
import type { Benchmark } from '../../../bench/benchmarks/benchmark.ts'
import { pingpong } from '../../../bench/benchmarks/pingpong.ts'
import { renderReport, type Series } from '../../../bench/harness/report.ts'
import { results } from '../../../bench/harness/result.ts'

function series(benchmark: Benchmark, name: string, microseconds: number): Series {
  const base = { name, label: name, memory: 'ordinary', protocol: 'default', version: '1', command: () => [] } as const
  return { implementation: base, results: results(benchmark, base, [[{ bytes: 1024, microseconds }]]) }
}

function lastRow(report: string): string[] {
  return report.split('\n').at(-1)!.trim().split(/\s+/)
}

test('renderReport() divides the time of crossmem by that of each peer', () => {
  const own = [series(pingpong, 'crossmem', 2)]
  const report = renderReport(pingpong, 5, own, [series(pingpong, 'mpich', 8), series(pingpong, 'openmpi', 1)])
  assert.match(report, /ping-pong, one way: crossmem, 2 ranks; .* 5 rounds\nratio: .*below 1, crossmem is faster/)
  assert.deepEqual(lastRow(report), ['1K', 'default', '2.00', '2.00', '2.00', '512', '8.00', '0.250', '1.00', '2.00'])
})

test('renderReport() shows rates of peers, and ratios of times, when rates are what the benchmark is about', () => {
  const report = renderReport(bandwidth, 5, [series(bandwidth, 'crossmem', 2)], [series(bandwidth, 'mpich', 8)])
  assert.deepEqual(lastRow(report).slice(-3), ['512', '128', '0.250'])
})

test('renderReport() says nothing of ratios when there are no peers, and makes a table for each way of crossmem', () => {
  const report = renderReport(pingpong, 1, [series(pingpong, 'one', 2), series(pingpong, 'two', 3)], [])
  assert.doesNotMatch(report, /ratio/)
  assert.match(report, /one way: one, [\s\S]*\n\nping-pong, one way: two, /)
})
