/** Says something beside the figures. */
export function tell(message: string): void {
  showProgress('')
  process.stderr.write(`crossmem bench: ${message}\n`)
}

/** Shows on a terminal what is done at the moment; an empty text shows nothing any more. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

/** A program's words on one line. */
export function onOneLine(text: string): string {
  return text.trim().replaceAll('\n', ' / ')
}
