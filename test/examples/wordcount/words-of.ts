/** How many words `text`, a character for each byte, has for `wc -w` in the C locale. */
export function wordsOf(text: string): number {
  return text.split(/[ \t\n\v\f\r]+/).filter((word) => word !== '').length
}
