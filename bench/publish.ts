import { writeFileSync } from 'node:fs'
import { renderNotes } from './harness/notes.ts'
import type { Measurement } from './measurement.ts'
import { renderPage } from './page/page.ts'

/** Prints what was measured, and writes a page of it where one is wanted. */
export function publish(measurement: Measurement, { json, report }: { json: boolean; report: string | null }): void {
  if (json) for (const { results } of measurement.series) for (const result of results) print(JSON.stringify(result))
  else print(`${measurement.tables}\n\n${renderNotes(measurement.notes)}`)
  if (report !== null) writeFileSync(report, renderPage(measurement))
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
