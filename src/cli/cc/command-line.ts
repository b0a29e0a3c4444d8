import { CrossmemTypeError } from '../../errors.ts'

export type Language = 'c' | 'c++'

/** What a compiler's command line asks for. */
export interface CommandLine {
  readonly language: Language
  /** What the compiler gets of it. */
  readonly args: readonly string[]
  readonly wants: 'run' | 'help' | 'command' | 'compile' | 'link' | 'everything'
  /** Whether there is something to compile or to link at all, and whether some of it is to be compiled. */
  readonly hasInput: boolean
  readonly compiles: boolean
  /** Whether a program comes out, not an object, assembly or preprocessed text. */
  readonly links: boolean
  readonly optimizes: boolean
  readonly debugs: boolean
}

/** Options whose argument is the next word. */
export const TAKES_WORD =
  /^(-[oxIDULTuze]|-M[FTQ]|-X\w+|-(include|imacros|i(system|quote|dirafter|prefix|withprefix|withprefixbefore|sysroot))|-target|-mllvm|--param|--sysroot)$/

const STOPS_EARLY = /^(-[cES]|-MM?|-fsyntax-only|--(compile|preprocess|assemble)|-emit-llvm-bc)$/
const LINKABLE = /\.(o|a|so|lo)$|^-l/
const OPTIMIZES = /^-O/
const DEBUGS = /^-g(?!0$)/
const SHOWS = /^--?show(?:me(?::(.*))?)?$/
const SHOWN = ['command', 'compile', 'link'] as const

/**
 * Reads a command line of mpicc's kind.
 * @throws CrossmemTypeError ERR_OPTION for --showme of something unknown
 */
export function parseCommandLine(words: readonly string[], language: Language): CommandLine {
  const args: string[] = []
  let wants: CommandLine['wants'] = 'run'
  const inputs: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    const shows = word.match(SHOWS)
    if (shows !== null) wants = whatToShow(shows[1])
    else if (word === '--help') wants = 'help'
    else if (TAKES_WORD.test(word)) args.push(word, ...words.slice(++at, at + 1))
    else {
      args.push(word)
      if (!word.startsWith('-') || word === '-' || word.startsWith('-l')) inputs.push(word)
    }
  }
  const some = (pattern: RegExp) => args.some((word) => pattern.test(word))
  return {
    language,
    args,
    wants,
    hasInput: inputs.length > 0,
    compiles: inputs.some((word) => !LINKABLE.test(word)),
    links: !some(STOPS_EARLY),
    optimizes: some(OPTIMIZES),
    debugs: some(DEBUGS),
  }
}

function whatToShow(part: string | undefined): CommandLine['wants'] {
  if (part === undefined) return 'everything'
  const known = SHOWN.find((name) => name === part)
  if (known !== undefined) return known
  throw new CrossmemTypeError('ERR_OPTION', `there is no --showme:${part}, but ${SHOWN.join(', ')}`)
}
