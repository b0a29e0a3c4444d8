const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it stands in HTML and SVG, also within attributes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => NAMES[character])
}
