#!/usr/bin/env node
import { readFileSync } from 'node:fs'

interface Command {
  /** One line for the list of commands. */
  summary: string
  /** @returns the exit code */
  start(args: string[]): Promise<number>
}

/** Each command is loaded when it is asked for. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  run: async () => {
    const { run, summary } = await import('./run.ts')
    return { summary, start: run }
  },
  cc: async () => {
    const { compilerFor } = await import('./cc.ts')
    return compilerFor('c')
  },
  'c++': async () => {
    const { compilerFor } = await import('./cc.ts')
    return compilerFor('c++')
  },
  bench: async () => {
    const { bench, summary } = await import('./bench.ts')
    return { summary, start: bench }
  },
  doctor: async () => {
    const { doctor, summary } = await import('./doctor.ts')
    return { summary, start: doctor }
  },
  maps: async () => {
    const { maps, summary } = await import('./maps.ts')
    return { summary, start: maps }
  },
  peek: async () => {
    const { peek, summary } = await import('./peek.ts')
    return { summary, start: peek }
  },
  find: async () => {
    const { find, summary } = await import('./find.ts')
    return { summary, start: find }
  },
  vmfd: async () => {
    const { summary, vmfd } = await import('./vmfd.ts')
    return { summary, start: vmfd }
  },
}

async function main([name, ...args]: string[]): Promise<number> {
  if (name === '--version' || name === '-v') {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
    process.stdout.write(`${version}\n`)
    return 0
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(await help())
    return 0
  }
  if (name === undefined) {
    process.stderr.write(await help())
    return 2
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    const known = Object.keys(COMMANDS).join(', ')
    process.stderr.write(`crossmem: there is no command '${name}', but ${known}. Try 'crossmem --help'.\n`)
    return 2
  }
  const command = await COMMANDS[name]()
  return command.start(args)
}

async function help(): Promise<string> {
  const lines: string[] = []
  for (const [name, load] of Object.entries(COMMANDS)) lines.push(`  ${name.padEnd(8)} ${(await load()).summary}\n`)
  return `Usage: crossmem COMMAND [arguments]

${lines.join('')}
crossmem COMMAND --help tells more, crossmem --version the version.
`
}

process.exitCode = await main(process.argv.slice(2))
