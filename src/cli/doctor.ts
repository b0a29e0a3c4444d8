import { parseArgs } from 'node:util'
import { examine } from './doctor/examine.ts'
import { inWords } from './doctor/finding.ts'
import { render } from './doctor/render.ts'

export const summary = 'tells what this machine permits, what crossmem does therefore, and what to change'

const HELP = `crossmem doctor: ${summary}

Usage: crossmem doctor [--json]

  --json   prints one JSON object for programs: { works, findings }
  --help   prints this

Every check has a status: ok, limited (it works, with less than it could) or no (not there, or not permitted).
The exit code is 0 when crossmem can work here, 1 when it cannot, and 2 for a mistake in the arguments.
`

const WIDTH = 110

/**
 * `crossmem doctor [--json]`: examines this machine and prints what it found.
 * @returns the exit code: 0 when crossmem can work here, 1 when not (no Linux, FFI, memory files or address space), 2 for wrong arguments
 */
export async function doctor(args: string[]): Promise<number> {
  const options = parse(args)
  if (typeof options === 'string') {
    process.stderr.write(`crossmem doctor: ${options}. See crossmem doctor --help.\n`)
    return 2
  }
  if (options.help) {
    process.stdout.write(HELP)
    return 0
  }
  const { works, findings } = await examine()
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ works, findings }, null, 2)}\n`)
    return works ? 0 : 1
  }
  const { stdout } = process
  const colours = stdout.isTTY === true && stdout.hasColors()
  process.stdout.write(render(findings, Math.min(stdout.columns ?? WIDTH, WIDTH), colours))
  process.stdout.write(`${conclusion(works, findings)}\n`)
  return works ? 0 : 1
}

function parse(args: string[]): { json: boolean; help: boolean } | string {
  try {
    const { values } = parseArgs({
      args,
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
    return { json: values.json === true, help: values.help === true }
  } catch (error) {
    return (error as Error).message.replace(/\.$/, '')
  }
}

function conclusion(works: boolean, findings: readonly { name: string; status: string }[]): string {
  const having = (status: string) => findings.filter((finding) => finding.status === status).map(({ name }) => name)
  const remarks = [
    ...(having('limited').length > 0 ? [`Limited: ${inWords(having('limited'))}.`] : []),
    ...(having('no').length > 0 ? [`Not there: ${inWords(having('no'))}.`] : []),
  ]
  return [works ? 'crossmem works here.' : 'crossmem cannot work here.', ...remarks].join(' ')
}
