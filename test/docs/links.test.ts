import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { read } from './example.ts'

const ROOT = new URL('../../../', import.meta.url)
const pages = readdirSync(new URL('docs/', ROOT)).map((name) => `docs/${name}`)
const files = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pages]

/** The links of a page that lead to another file here, or to a heading. */
function linksOf(file: string): string[] {
  const prose = read(file).replace(/^```.*?^```$/gms, '')
  return [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link).filter((link) => !/^https?:/.test(link))
}

/** The anchors of a page's headings, as those who show Markdown make them. */
function anchorsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
}

test('every link of the pages leads somewhere', () => {
  let checked = 0
  for (const file of files) {
    for (const link of linksOf(file)) {
      const [path, anchor] = link.split('#')
      const target = path === '' ? file : normalize(join(dirname(file), path))
      assert.ok(existsSync(new URL(target, ROOT)), `${link} in ${file}`)
      if (anchor !== undefined) assert.ok(anchorsOf(target).includes(anchor), `${link} in ${file}`)
      checked++
    }
  }
  assert.ok(checked > 20, `${checked} links were found`)
})

test('docs/README.md leads to every page', () => {
  const links = linksOf('docs/README.md')
  for (const page of pages) {
    if (page !== 'docs/README.md') assert.ok(links.includes(page.slice('docs/'.length)), page)
  }
})

test('every source file that the pages for contributors name exists', () => {
  const sources = ['src', 'test', 'bench', 'scripts', 'examples', 'kernels'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' }).map((name) => `/${folder}/${name}`),
  )
  let checked = 0
  for (const page of ['docs/architecture.md', 'CONTRIBUTING.md']) {
    for (const [, name] of read(page).matchAll(/`([\w/.-]+\.(?:ts|mjs))`/g)) {
      assert.ok(
        sources.some((source) => source.endsWith(`/${name}`)),
        `${name} in ${page}`,
      )
      checked++
    }
  }
  assert.ok(checked > 30, `${checked} names were found`)
})
