import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { read } from './example.ts'

const CODE = /\bERR_[A-Z_]+\b/g
const page = read('docs/errors.md')

/** Every code that stands as a string in the sources, and one place for each. */
function codesInSources(): Map<string, string> {
  const places = new Map<string, string>()
  for (const folder of ['src', 'bench']) {
    const names = readdirSync(new URL(`../../../${folder}/`, import.meta.url), { recursive: true, encoding: 'utf8' })
    for (const file of names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name}`)) {
      for (const [, code] of read(file).matchAll(/'(ERR_[A-Z_]+)'/g)) places.set(code, file)
    }
  }
  return places
}

/** The codes in the first column of the page's tables. */
function codesInTables(): string[] {
  return [...page.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell]) => cell.match(CODE) ?? [])
}

test('docs/errors.md explains every code that is raised, once, and no other', () => {
  const raised = codesInSources()
  const explained = codesInTables()
  assert.ok(raised.size > 40, `${raised.size} codes were found`)
  for (const [code, file] of raised) {
    assert.equal(explained.filter((other) => other === code).length, 1, `${code}, raised in ${file}`)
  }
  for (const code of explained) assert.ok(raised.has(code), `${code} is explained, and never raised`)
})

test('every code that comments and pages speak of is raised somewhere', () => {
  const raised = codesInSources()
  const pages = readdirSync(new URL('../../../docs/', import.meta.url)).map((name) => `docs/${name}`)
  const sources = readdirSync(new URL('../../../src/', import.meta.url), { recursive: true, encoding: 'utf8' })
  const files = [...pages, 'README.md', ...sources.filter((name) => name.endsWith('.ts')).map((name) => `src/${name}`)]
  for (const file of files) {
    for (const [code] of read(file).matchAll(CODE)) assert.ok(raised.has(code), `${code} in ${file}`)
  }
})
