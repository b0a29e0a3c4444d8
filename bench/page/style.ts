/** The page's style: for light and dark screens, and for paper, which is always light. */
export const STYLE = `
:root {
  color-scheme: light;
  --paper: #ffffff; --ink: #1c1e21; --soft: #5b6068; --rule: #d5d8dc; --faint: #eceef0; --best: #e6f2ea;
  --s0: #0b5cad; --s1: #c2410c; --s2: #15803d; --s3: #9333ea; --s4: #a16207; --s5: #be185d; --s6: #0e7490; --s7: #44403c;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --paper: #16181b; --ink: #e8eaed; --soft: #a3a9b1; --rule: #3b4047; --faint: #26292e; --best: #1d3527;
    --s0: #6cb2ff; --s1: #ff9b5e; --s2: #5fd38a; --s3: #cf9bff; --s4: #e8c04a; --s5: #ff86b7; --s6: #58d0e6; --s7: #cfc8c2;
  }
}
body { margin: 0 auto; max-width: 1160px; padding: 24px; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, sans-serif; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 28px 0 8px; }
p, li { max-width: 85ch; }
.soft { color: var(--soft); }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 460px), 1fr)); gap: 24px; }
figure { margin: 0; break-inside: avoid; }
figcaption { font-weight: 600; }
figure > svg { width: 100%; height: auto; display: block; }
.keys { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 4px 0 6px; padding: 0; font-size: 13px; }
.key { vertical-align: -1px; margin-right: 6px; }
svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
.below, .name { text-anchor: middle; } .beside { text-anchor: end; } svg text.name { fill: var(--soft); }
.grid path { stroke: var(--rule); } .grid path.faint { stroke: var(--faint); }
.frame { fill: none; stroke: var(--soft); }
.line { fill: none; stroke-width: 2; } .whisker { fill: none; stroke-width: 1; opacity: .7; }
${Array.from({ length: 8 }, (_, style) => `.s${style} { stroke: var(--s${style}); fill: var(--s${style}); }`).join('\n')}
.hollow { fill: var(--paper); }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 10px; text-align: right; border-bottom: 1px solid var(--faint); }
th { border-bottom: 1px solid var(--soft); vertical-align: bottom; }
th:first-child, td:first-child { text-align: left; }
td small { color: var(--soft); white-space: nowrap; } td.best { background: var(--best); font-weight: 600; }
.scroll { overflow-x: auto; }
@media print {
  @page { margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .plots { grid-template-columns: 1fr 1fr; gap: 6mm; }
  svg text { font-size: 14px; }
  table { font-size: 8pt; } th, td { padding: 2px 6px; } tr { break-inside: avoid; } h2 { break-after: avoid; }
  .scroll { overflow: visible; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
