/** What a program says of one size: a line of JSON on its standard output. */
export interface Figure {
  bytes: number
  /** Where a program measures more than one. */
  benchmark?: string
  /** One message, one way; or one call. */
  microseconds: number
  /** How most of the bytes travelled, where the program can tell. */
  protocol?: string
}

/** The figures among the lines that a program wrote. */
export function parseFigures(output: string): Figure[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{"bytes":'))
    .map((line) => JSON.parse(line) as Figure)
}
