import type { Measurement } from '../measurement.ts'
import { drawFigure } from './draw.ts'
import { escapeText } from './escape.ts'
import { figuresTable } from './figures.ts'
import { plotsOf } from './plots.ts'
import { STYLE } from './style.ts'

/** What was measured, as one HTML page that needs nothing else. */
export function renderPage(measurement: Measurement): string {
  const title = `crossmem bench: ${escapeText(measurement.title)}`
  const notes = measurement.notes.map((note) => `<li>${escapeText(note)}</li>`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p class="soft">Both axes are logarithmic. A mark is the median of the rounds; the thin line through it reaches from the least to the most of them.</p>
<div class="plots">
${plotsOf(measurement).map(drawFigure).join('\n')}
</div>
<h2>Figures</h2>
<p class="soft">µs where no other unit stands: median, and least to most of the rounds. The best of each line is emphasised.</p>
<div class="scroll">
${figuresTable(measurement)}
</div>
<h2>How it was measured</h2>
<ul>
${notes.join('\n')}
</ul>
</body>
</html>
`
}
