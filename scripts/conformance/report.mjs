import { causeOf } from './causes.mjs'

const HEAD = `# Conformance

What public test suites and benchmarks say about crossmem's MPI. Their C programs are compiled to WebAssembly by \`crossmem cc\`, unchanged, and run by
\`crossmem run\`. This page is written by

\`\`\`sh
npm run build
node scripts/conformance.mjs --report CHECKOUT…
\`\`\`

where each checkout is one of the suites; nothing of theirs is part of crossmem. MPICH's tests run with the numbers of ranks and the arguments that
its test lists name, each once, and are judged as its own \`runtests\` does. OSU's benchmarks run with validation where they have it, on 2 and 4 ranks (those that are for
two on 2, those of neighbourhoods on 4, where they have enough of them), up to 64 KiB. The Intel MPI Benchmarks run all that IMB-MPI1 and IMB-NBC have, up to 1 MiB.

`

/** The page, from all results. */
export function report({ suites }) {
  const sections = Object.entries(suites).map(([suite, results]) => section(suite, results))
  return `${HEAD}${sections.join('\n')}`
}

function section(suite, { version, date, tests }) {
  const all = Object.entries(tests).map(([name, test]) => ({ name, ...test }))
  const ran = all.filter(({ needs, failure }) => needs === undefined && failure !== undefined)
  const passed = ran.filter(({ failure }) => failure === null)
  const share = ((100 * passed.length) / ran.length).toFixed(1)
  const lines = [
    `## ${suite.startsWith('OSU') ? suite : `${suite} ${version}`}`,
    '',
    `Node ${process.versions.node}, ${date}: ${passed.length} of ${ran.length} pass (${share} %).`,
    '',
    '| directory | programs run | pass | not run, for they need |',
    '| --- | --- | --- | --- |',
  ]
  for (const directory of new Set(all.map((test) => test.directory))) {
    const here = (tests) => tests.filter((test) => test.directory === directory)
    lines.push(`| ${directory} | ${here(ran).length} | ${here(passed).length} | ${left(here(all))} |`)
  }
  const failed = ran.filter(({ failure }) => failure !== null)
  if (failed.length > 0) {
    lines.push('', '| fails (with ranks and arguments) | why |', '| --- | --- |')
    for (const { name, failure } of failed) lines.push(`| ${name} | ${causeOf(name, failure)} |`)
  }
  return `${lines.join('\n')}\n`
}

/** What tests of a directory need that there is not, with their number. */
function left(tests) {
  const counts = new Map()
  for (const { needs } of tests) if (needs !== undefined) counts.set(needs, (counts.get(needs) ?? 0) + 1)
  return [...counts].map(([needs, count]) => `${needs}: ${count}`).join('; ')
}
