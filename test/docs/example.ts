import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = new URL('../../../', import.meta.url)

/** A piece of TypeScript in the documentation. */
export interface Example {
  /** The file that it stands in, from the repository's root, and the line. */
  file: string
  line: number
  code: string
}

/** Every piece of TypeScript in the README and in the pages of docs/. */
export function pageExamples(): Example[] {
  const pages = readdirSync(new URL('docs/', ROOT)).filter((name) => name.endsWith('.md'))
  return ['README.md', ...pages.map((name) => `docs/${name}`)].flatMap((file) =>
    [...read(file).matchAll(/^```ts\n(.*?)^```$/gms)].map(({ 1: code, index }) => ({
      file,
      line: lineAt(read(file), index) + 1,
      code,
    })),
  )
}

/** Every `@example` of a comment in src/. */
export function docstringExamples(): Example[] {
  return readdirSync(new URL('src/', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .flatMap((name) => {
      const file = `src/${name}`
      const source = read(file)
      return [...source.matchAll(/^ *\/\*\*.*?\*\//gms)].flatMap(({ 0: comment, index }) =>
        [...comment.matchAll(/^ *\* @example\n(.*?)(?=^ *\*(?:\/| @))/gms)].map((match) => ({
          file,
          line: lineAt(source, index + match.index) + 1,
          code: match[1].replace(/^ *\* ?/gm, ''),
        })),
      )
    })
}

/** A name for a file that holds the example. */
export function moduleName({ file, line }: Example): string {
  return `${file.replace(/\.\w+$/, '').replaceAll('/', '-')}-${line}`
}

/** A file of the repository, as text. */
export function read(file: string): string {
  return readFileSync(fileURLToPath(new URL(file, ROOT)), 'utf8')
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}
