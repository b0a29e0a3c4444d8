import type { Measurement } from '../measurement.ts'
export function renderPage(_m: Measurement): string {
  return ''
}
