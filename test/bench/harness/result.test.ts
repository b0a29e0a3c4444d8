import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pingpong } from '../../../bench/benchmarks/pingpong.ts'
import { results } from '../../../bench/harness/result.ts'

const implementation = {
  name: 'crossmem',
  label: 'crossmem, arena memory',
  memory: 'arena',
  protocol: 'any',
  version: 'crossmem 1.2.3',
  command: () => [],
} as const

test('results() gives the names that every benchmark has, the median of the rounds, and the rate of that', () => {
  const rounds = [30, 10, 20].map((microseconds) => [
    { bytes: 0, microseconds: microseconds / 10, protocol: 'eager' },
    { bytes: 1000, microseconds, protocol: 'mapped' },
  ])
  assert.deepEqual(results(pingpong, implementation, rounds), [
    {
      benchmark: 'pingpong',
      implementation: 'crossmem',
      ranks: 2,
      bytes: 0,
      memory: 'arena',
      protocol: 'eager',
      microseconds: { median: 2, min: 1, max: 3 },
      megabytesPerSecond: 0,
    },
    {
      benchmark: 'pingpong',
      implementation: 'crossmem',
      ranks: 2,
      bytes: 1000,
      memory: 'arena',
      protocol: 'mapped',
      microseconds: { median: 20, min: 10, max: 30 },
      megabytesPerSecond: 50,
    },
  ])
})

test('results() names the protocol of the implementation when figures do not, and every protocol when rounds differ', () => {
  const [own] = results(pingpong, implementation, [[{ bytes: 8, microseconds: 1 }]])
  assert.equal(own.protocol, 'any')
  const protocols = ['mapped', 'attach', 'mapped']
  const rounds = protocols.map((protocol) => [{ bytes: 8, microseconds: 1, protocol }])
  assert.equal(results(pingpong, implementation, rounds)[0].protocol, 'mapped+attach')
})

test('results() keeps benchmarks apart, and takes what rounds there are of each point', () => {
  const rounds = [
    [
      { bytes: 8, benchmark: 'bcast', microseconds: 1 },
      { bytes: 8, benchmark: 'reduce', microseconds: 5 },
    ],
    [{ bytes: 8, benchmark: 'bcast', microseconds: 3 }],
  ]
  const found = results({ name: 'collectives', ranks: 4 }, implementation, rounds)
  assert.deepEqual(
    found.map(({ benchmark, ranks, microseconds }) => [benchmark, ranks, microseconds.median]),
    [
      ['bcast', 4, 2],
      ['reduce', 4, 5],
    ],
  )
})
