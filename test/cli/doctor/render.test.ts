import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import type { Finding } from '../../../src/cli/doctor/finding.ts'
import { render } from '../../../src/cli/doctor/render.ts'

const FINDINGS: Finding[] = [
  { name: 'ffi', status: 'ok', found: 'Found.', why: 'Why.', effect: 'Effect.', change: [], facts: {} },
  {
    name: 'address-space',
    status: 'limited',
    found: 'A sentence that is long enough to be broken into two lines here.',
    why: 'Why.',
    effect: 'Effect.',
    change: [{ command: 'a command that stays whole however long it happens to be, for it is copied', note: 'a note' }],
    facts: {},
  },
]

test('render() aligns names, statuses, labels and texts', () => {
  assert.equal(
    render(FINDINGS, 70, false),
    `ffi            ok       Found.
               why      Why.
               so       Effect.

address-space  limited  A sentence that is long enough to be broken
                        into two lines here.
               why      Why.
               so       Effect.
               change   a command that stays whole however long it happens to be, for it is copied
                        (a note)

`,
  )
})

test('render() adds nothing but colours on a terminal', () => {
  const coloured = render(FINDINGS, 70, true)
  const plain = render(FINDINGS, 70, false)
  assert.notEqual(coloured, plain)
  assert.equal(stripVTControlCharacters(coloured), plain)
})
