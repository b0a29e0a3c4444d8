import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trafficTable } from '../../../src/cli/run/traffic-table.ts'

test('trafficTable() shows what was used, and the sum, aligned to the right', () => {
  const table = trafficTable([
    { protocol: 'eager', messages: 1_234_567, bytes: 2_000 },
    { protocol: 'mapped', messages: 0, bytes: 0 },
    { protocol: 'attach', messages: 3, bytes: 4_000_000_000 },
  ])
  assert.equal(
    table,
    [
      'protocol   messages          bytes',
      'eager     1,234,567          2,000',
      'attach            3  4,000,000,000',
      'all       1,234,570  4,000,002,000',
      '',
    ].join('\n'),
  )
})

test('trafficTable() says so when nothing travelled', () => {
  assert.equal(trafficTable([{ protocol: 'eager', messages: 0, bytes: 0 }]), 'no messages travelled\n')
})
