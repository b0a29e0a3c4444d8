import { styleText } from 'node:util'
import type { Finding, Status } from './finding.ts'

const COLOURS = { ok: 'green', limited: 'yellow', no: 'red' } as const satisfies Record<Status, string>
const LABEL = 8

/**
 * Findings as aligned text: the name and the status in columns, the sentences beside them, broken at words.
 * @param width of the whole, in characters; commands are never broken
 */
export function render(findings: readonly Finding[], width: number, colours: boolean): string {
  const name = Math.max(...findings.map((finding) => finding.name.length)) + 2
  return `${findings.map((finding) => renderOne(finding, name, width, colours)).join('\n')}\n`
}

function renderOne(finding: Finding, nameWidth: number, width: number, colours: boolean): string {
  const { status, found, why, effect, change } = finding
  // Whether to colour is settled: without the option, styleText() asks the standard output once more.
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    colours ? styleText(format, text, { validateStream: false }) : text
  const margin = nameWidth + LABEL + 1
  const lines = (text: string) => wrap(text, Math.max(40, width - margin))
  const block = (label: string, texts: string[]) =>
    texts.map(
      (text, index) => `${' '.repeat(nameWidth)}${style('dim', (index === 0 ? label : '').padEnd(LABEL))} ${text}`,
    )
  const [first, ...rest] = lines(found)
  return [
    `${style('bold', finding.name.padEnd(nameWidth))}${style(COLOURS[status], status.padEnd(LABEL))} ${first}`,
    ...block('', rest),
    ...block('why', lines(why)),
    ...block('so', lines(effect)),
    ...change.flatMap(({ command, note }) => [
      ...block('change', [style('bold', command)]),
      ...block('', lines(`(${note})`)),
    ]),
    '',
  ].join('\n')
}

function wrap(text: string, width: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1]
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}
