import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDma } from '../../../src/cli/doctor/dma.ts'

test('checkDma() names the channels that there are', () => {
  const finding = checkDma(['dma0chan0', 'dma0chan1'])
  assert.equal(finding.status, 'ok')
  assert.match(finding.found, /2 DMA channels: dma0chan0, dma0chan1\./)
  assert.deepEqual(finding.facts, { channels: 2, names: 'dma0chan0 dma0chan1' })
})

test('checkDma() is no where there is none', () => {
  const finding = checkDma([])
  assert.equal(finding.status, 'no')
  assert.deepEqual(finding.facts, { channels: 0, names: '' })
})
