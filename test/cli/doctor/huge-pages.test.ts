import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkHugePages } from '../../../src/cli/doctor/huge-pages.ts'
import { reader } from './reader.ts'

const THP = '/sys/kernel/mm/transparent_hugepage'
const NEVER = 'always within_size advise [never] deny force\n'
const CHOICE = 'always inherit within_size advise never\n'

function choose(word: string, text: string): string {
  return text.replace('[never]', 'never').replace(word, `[${word}]`)
}

test('checkHugePages() is limited where shared memory gets none', () => {
  const finding = checkHugePages(reader({ [`${THP}/shmem_enabled`]: NEVER, '/proc/sys/vm/nr_hugepages': '0\n' }))
  assert.equal(finding.status, 'limited')
  assert.match(finding.why, /shmem_enabled is 'never'; no page is reserved/)
  assert.equal(finding.change[0].command, `echo within_size > ${THP}/shmem_enabled`)
})

test('checkHugePages() is limited by advise, for nothing asks for them', () => {
  assert.equal(checkHugePages(reader({ [`${THP}/shmem_enabled`]: choose('advise', NEVER) })).status, 'limited')
})

test('checkHugePages() is ok with always and within_size on an older kernel of one size', () => {
  for (const word of ['always', 'within_size']) {
    const finding = checkHugePages(reader({ [`${THP}/shmem_enabled`]: choose(word, NEVER) }))
    assert.equal(finding.status, 'ok')
    assert.match(finding.found, /of 2048 KiB/)
    assert.deepEqual(finding.change, [])
  }
})

test('checkHugePages() lists the sizes that have a setting of their own, and those that inherit', () => {
  const files = {
    [`${THP}/hugepages-64kB/shmem_enabled`]: choose('always', CHOICE),
    [`${THP}/hugepages-128kB/shmem_enabled`]: choose('advise', CHOICE),
    [`${THP}/hugepages-2048kB/shmem_enabled`]: choose('inherit', CHOICE),
  }
  const sizes = (common: string) =>
    checkHugePages(reader({ ...files, [`${THP}/shmem_enabled`]: choose(common, NEVER) })).facts.sizes
  assert.equal(sizes('always'), '64kB 2048kB')
  assert.equal(sizes('advise'), '64kB')
  assert.equal(sizes('force'), '2048kB')
  assert.equal(sizes('deny'), '')
})

test('checkHugePages() leaves reserved pages alone, and counts them', () => {
  const finding = checkHugePages(
    reader({
      [`${THP}/shmem_enabled`]: NEVER,
      '/proc/sys/vm/nr_hugepages': '512\n',
      '/proc/meminfo': 'HugePages_Free:      500\n',
    }),
  )
  assert.match(finding.why, /512 pages are reserved \(vm\.nr_hugepages, 500 free\)/)
  assert.equal(finding.facts.nrHugepages, 512)
})

test('checkHugePages() is no where the kernel knows none', () => {
  const finding = checkHugePages(reader({}))
  assert.equal(finding.status, 'no')
  assert.deepEqual(finding.change, [])
})
